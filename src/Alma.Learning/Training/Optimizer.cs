// Every tensor here is float32, contiguous, and of the shape of the parameters.
using Alma.Kernels;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Alma.Learning.Training;

/// <summary>
/// Steps parameters along their gradients, all of them in one pass. The updates are those of PyTorch's optimizers of the same
/// name: on the CPU one vectorised pass over the memory, elsewhere tensor operations.
/// </summary>
public abstract class Optimizer(Tensor values, Tensor gradients) : IDisposable
{
    private readonly List<(string Name, Tensor Value)> state = [];

    /// <summary>What the optimizer remembers between steps, by PyTorch's names; a checkpoint holds it.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> State => state;

    /// <summary>Steps taken so far; bias corrections depend on it.</summary>
    public int StepCount { get; set; }

    /// <summary>One update from the gradients as they stand.</summary>
    public void Step() => Step(inOnePass: values.IsOnCpu());

    internal void Step(bool inOnePass)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        StepCount++;
        if (inOnePass) UpdateMemory(values, gradients, 0, (int)values.numel());
        else Update(values, gradients);
    }

    /// <summary>One update of parameters on the CPU from the sum of gradients, each worker stepping a part of the parameters.</summary>
    /// <param name="more">Gradients beside the optimizer's own, of their shape.</param>
    internal void Step(WorkerThreads workers, IReadOnlyList<Tensor> more)
    {
        StepCount++;
        workers.Run((int)values.numel(), (_, start, length) =>
        {
            using var scope = NewDisposeScope();
            var sum = gradients.Memory<float>().Slice(start, length);
            foreach (var others in more) TensorPrimitives.Add(sum, others.Memory<float>().Slice(start, length), sum);
            UpdateMemory(values, gradients, start, start + length);
        });
    }

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
        var value = zeros_like(values).DetachFromDisposeScope();
        state.Add((name, value));
        return value;
    }

    /// <summary>The gradients with L2 regularisation added; a new tensor only where there is any.</summary>
    protected static Tensor Decayed(Tensor gradients, Tensor values, double weightDecay) =>
        weightDecay == 0 ? gradients : gradients.add(values, weightDecay);
}
