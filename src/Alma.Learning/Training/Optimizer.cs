// P: parameter values of a network. Every tensor here is (P) float32.
using Alma.Learning.Architectures;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>
/// Steps a network's parameters along their gradients, all of them in one pass over <see cref="FlatParameters"/>. The updates
/// are those of PyTorch's optimizers of the same name.
/// </summary>
public abstract class Optimizer(FlatParameters parameters) : IDisposable
{
    private readonly List<(string Name, Tensor Value)> state = [];

    /// <summary>What the optimizer remembers between steps, by PyTorch's names; a checkpoint holds it.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> State => state;

    /// <summary>Steps taken so far; bias corrections depend on it.</summary>
    public int StepCount { get; set; }

    /// <summary>One update from the gradients as they stand.</summary>
    public void Step()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        StepCount++;
        Update(parameters.Values, parameters.Gradients);
    }

    public void Dispose()
    {
        foreach (var (_, value) in state) value.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract void Update(Tensor values, Tensor gradients);

    /// <summary>A tensor of state, zero at first, disposed with the optimizer.</summary>
    protected Tensor Remember(string name)
    {
        var value = zeros_like(parameters.Values).DetachFromDisposeScope();
        state.Add((name, value));
        return value;
    }

    /// <summary>The gradients with L2 regularisation added; a new tensor only where there is any.</summary>
    protected static Tensor Decayed(Tensor gradients, Tensor values, double weightDecay) =>
        weightDecay == 0 ? gradients : gradients.add(values, weightDecay);
}
