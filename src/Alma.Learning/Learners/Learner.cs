// B: batch, K: classes.
using Alma.Learning.Architectures;
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Learners;

/// <summary>
/// What learns from a stream: updated on one megabatch after another, asked to predict after each. Learners differ in what
/// they keep between megabatches and how they combine it.
/// </summary>
public abstract class Learner(LearnerContext context) : IDisposable
{
    /// <summary>The networks it predicts with; none before the first update.</summary>
    public abstract IReadOnlyList<Network> Networks { get; }

    /// <summary>What the last update cost, and what is held to predict.</summary>
    public LearnerCost Cost { get; protected set; } = LearnerCost.None;

    protected LearnerContext Context { get; } = context;

    /// <summary>The examples that later updates may replay.</summary>
    protected ReplayMemory Memory { get; private set; } = new();

    /// <summary>Learns from a megabatch.</summary>
    /// <exception cref="LearningException">The megabatch is too small to split, or training diverged.</exception>
    public abstract void Update(Megabatch megabatch);

    /// <summary>Logits of a batch.</summary>
    /// <param name="images">(B, C, H, W) float32, normalised, on the learner's device.</param>
    /// <param name="usage">Where to add how much each expert was used, for a learner whose networks have experts.</param>
    /// <returns>(B, K).</returns>
    /// <exception cref="InvalidOperationException">It was not updated yet.</exception>
    public abstract Tensor Predict(Tensor images, ExpertUsage? usage = null);

    /// <summary>Puts back what a checkpoint holds: the networks, taken over, and the replay memory.</summary>
    public void Restore(IReadOnlyList<Network> networks, TrainingSplit remembered)
    {
        Memory = new ReplayMemory(remembered);
        RestoreNetworks(networks);
    }

    /// <summary>What the last update trained and validated on, for a checkpoint.</summary>
    public TrainingSplit Remembered => Memory.Remembered;

    public void Dispose()
    {
        foreach (var network in Networks) network.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract void RestoreNetworks(IReadOnlyList<Network> networks);
}
