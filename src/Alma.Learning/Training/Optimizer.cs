// Every tensor here is float32, contiguous, and of the shape of the parameters.
using System.ComponentModel.DataAnnotations;
using Alma.Kernels;
using Alma.Learning.Compute;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>Which optimizer trains, and how: the section <c>optim</c>. Keys and defaults are PyTorch's.</summary>
public abstract record OptimizerOptions
{
    /// <summary>The largest rate or decay: parameters are 32-bit floats, and more would be infinite among them.</summary>
    public const double Largest = 1e38;

    /// <summary>The largest <c>eps</c>: one beside which every gradient vanishes would train nothing.</summary>
    public const double LargestEps = 1;

    /// <summary>L2 regularisation (AdamW: decoupled decay).</summary>
    [Range(0, Largest)]
    public virtual double WeightDecay { get; init; }

    /// <summary>How many numbers it remembers for each parameter: what a run's memory is estimated by.</summary>
    public virtual int StateCount => 0;

    /// <summary>A fresh optimizer over a network's parameters.</summary>
    public Optimizer Build(FlatParameters parameters) => Build(parameters.Values, parameters.Gradients);

    /// <summary>A fresh optimizer.</summary>
    /// <param name="values">What it steps: float32 of any shape, contiguous.</param>
    /// <param name="gradients">Of the same shape, contiguous.</param>
    public abstract Optimizer Build(Tensor values, Tensor gradients);
}

/// <summary>
/// Steps parameters along their gradients, all of them in one pass. The updates are those of PyTorch's optimizers of the same
/// name, said twice: as one vectorised pass over memory, and as tensor operations; a <see cref="ComputeBackend"/> takes one.
/// </summary>
public abstract class Optimizer(Tensor allValues, Tensor allGradients) : IParameterUpdate, IDisposable
{
    private readonly List<(string Name, Tensor Value)> state = [];

    /// <summary>What the optimizer remembers between steps, by PyTorch's names; a checkpoint holds it.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> State => state;

    /// <summary>Steps taken so far; bias corrections depend on it.</summary>
    public int StepCount { get; set; }

    Tensor IParameterUpdate.Values => allValues;

    Tensor IParameterUpdate.Gradients => allGradients;

    /// <summary>One update from the gradients as they stand.</summary>
    public void Step() => Step(ComputeBackend.For(allValues.device));

    internal void Step(ComputeBackend backend)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        StepCount++;
        backend.Step(this);
    }

    /// <summary>One update from the sum of gradients, each worker stepping a part of the parameters.</summary>
    /// <param name="more">Gradients beside the optimizer's own, of their shape.</param>
    internal void Step(ComputeBackend backend, WorkerThreads workers, IReadOnlyList<Tensor> more)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        StepCount++;
        backend.Step(this, workers, more);
    }

    void IParameterUpdate.ByOperations() => Update(allValues, allGradients);

    void IParameterUpdate.InMemory(int start, int end) => UpdateMemory(allValues, allGradients, start, end);

    public void Dispose()
    {
        foreach (var (_, value) in state) value.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The update as tensor operations, for any device.</summary>
    protected abstract void Update(Tensor values, Tensor gradients);

    /// <summary>
    /// The update of the parameters from <paramref name="start"/> up to <paramref name="end"/>,
    /// which is not among them, in memory of the CPU.
    /// </summary>
    protected abstract void UpdateMemory(Tensor values, Tensor gradients, int start, int end);

    /// <summary>A tensor of state, zero at first, disposed with the optimizer.</summary>
    protected Tensor Remember(string name)
    {
        var value = zeros_like(allValues).DetachFromDisposeScope();
        state.Add((name, value));
        return value;
    }

    /// <summary>The gradients with L2 regularisation added; a new tensor only where there is any.</summary>
    protected static Tensor Decayed(Tensor gradients, Tensor values, double weightDecay) =>
        weightDecay == 0 ? gradients : gradients.add(values, weightDecay);
}
