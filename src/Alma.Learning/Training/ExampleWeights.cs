// B: batch, K: classes, N: training examples, V: validation examples.
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>The examples of a plan and what each of them counts, on the device that trains.</summary>
internal sealed class ExampleWeights(TrainingPlan plan, Device device) : IDisposable
{
    private readonly Tensor? training = plan.TrainingWeights is { } weights ? tensor(Array.ConvertAll(weights, weight => (float)weight), device: device).DetachFromDisposeScope() : null; // (N)

    /// <summary>(N), indices into the training set.</summary>
    public Tensor TrainingExamples { get; } = tensor(plan.Split.Training, device: device).DetachFromDisposeScope();

    /// <summary>(V), or null where all count the same.</summary>
    public Tensor? Validation { get; } = plan.ValidationWeights is { } weights ? tensor(weights, device: device).DetachFromDisposeScope() : null;

    /// <summary>The mean cross-entropy of a batch, each example counted by its weight.</summary>
    /// <param name="logits">(B, K).</param>
    /// <param name="labels">(B), int64.</param>
    /// <param name="positions">(B), places of the examples among those of the plan.</param>
    public Tensor TrainingLoss(Tensor logits, Tensor labels, Tensor positions) => training is null
        ? nn.functional.cross_entropy(logits, labels)
        : (nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None) * training.index_select(0, positions)).mean();

    public void Dispose()
    {
        training?.Dispose();
        TrainingExamples.Dispose();
        Validation?.Dispose();
    }
}
