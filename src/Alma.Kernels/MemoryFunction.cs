// B: batch, C: channels, H, W: height and width.
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>
/// A differentiable function that passes over memory in <see cref="ChannelsLast"/>. LibTorch calls its backward pass, where an
/// exception would end the process: so images and gradients are laid out here, whatever layout they come in, and what fails all the
/// same is told by <see cref="GradientInFlight.ThrowFailure"/>. The build bans functions that do not derive from this one.
/// </summary>
#pragma warning disable RS0030 // the one class that may
internal abstract class MemoryFunction<TFunction> : autograd.MultiTensorFunction<TFunction>
    where TFunction : MemoryFunction<TFunction>, new()
{
    public sealed override string Name => typeof(TFunction).Name;

    public sealed override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        // TorchSharp would make zeros of a gradient that there is none of, outside of what is guarded here,
        // like a tensor that may be disposed of by then.
        ctx.set_materialize_grads(false);
        var outputs = Compute(ctx, vars);
        ctx.save_data(nameof(Call), new Call(
            (Worker)vars[^1], [.. vars[..^1].Select(input => (input as Tensor)?.shape)], [.. outputs.Select(output => output.shape)]));
        return outputs;
    }

    public sealed override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var call = (Call)ctx.get_data(nameof(Call));
        return GradientInFlight.Backward(call.Shapes.Length + 1, grad_outputs, call.Worker, () =>
        {
            using var scope = NewDisposeScope();
            var gradients = Differentiate(
                ctx, [.. grad_outputs.Select((gradient, k) => gradient.IsInvalid ? Zeros(call.OutputShapes[k]) : LaidOut(gradient))]);
            return [.. call.Shapes.Select((shape, k) => Fitting(shape, gradients[k])?.MoveToOuterDisposeScope()), null];
        });
    }

    /// <param name="worker">The worker that computes it.</param>
    /// <param name="inputs">Tensors, null, or what is no tensor. Images (B, C, H, W) may be in any layout.</param>
    /// <exception cref="ArgumentException">Images are of another type, or on another device.</exception>
    /// <exception cref="InvalidOperationException">An earlier backward pass of this thread failed.</exception>
    protected static List<Tensor> Run(Worker worker, params object?[] inputs)
    {
        GradientInFlight.ThrowFailure();
        using var scope = NewDisposeScope();
        var outputs = apply([.. inputs.Select(input => input is Tensor tensor && tensor.dim() == 4 ? LaidOut(tensor) : input!), worker]);
        foreach (var output in outputs) output.MoveToOuterDisposeScope();
        return outputs;
    }

    /// <param name="context">Takes what the backward pass needs.</param>
    /// <param name="inputs">Images are in <see cref="ChannelsLast"/>.</param>
    /// <exception cref="ArgumentException">They do not fit together.</exception>
    protected abstract List<Tensor> Compute(autograd.AutogradContext context, object?[] inputs);

    /// <param name="gradients">Of the outputs, in <see cref="ChannelsLast"/>.</param>
    /// <returns>As many gradients as there are inputs; null for what has none.</returns>
    protected abstract Tensor?[] Differentiate(autograd.AutogradContext context, Tensor[] gradients);

    private static Tensor LaidOut(Tensor images) => ChannelsLast.Suits(images)
        ? ChannelsLast.IsThatOf(images) ? images : ChannelsLast.Of(images)
        : throw new ArgumentException(
            $"{typeof(TFunction).Name} takes images of 32-bit floats on the CPU, "
            + $"not ({string.Join(", ", images.shape)}) of {images.dtype} on {images.device}");

    private static Tensor Zeros(long[] shape) => ChannelsLast.Empty(shape[0], shape[1], shape[2], shape[3]).zero_();

    // TorchSharp and LibTorch check the same, where it could no longer be caught.
    private static Tensor? Fitting(long[]? shape, Tensor? gradient) =>
        shape is null || gradient is null || gradient.shape.SequenceEqual(shape)
            ? shape is null ? null : gradient
            : throw new ArgumentException(
                $"{typeof(TFunction).Name} gives a gradient ({string.Join(", ", gradient.shape)}) for an "
                + $"input ({string.Join(", ", shape)})");

    // Per input its shape, or null for what is no tensor.
    private sealed record Call(Worker Worker, long[]?[] Shapes, long[][] OutputShapes);
}

/// <summary>
/// What custom backward functions on one thread share. LibTorch takes over the gradients that one of them returns, but the
/// handles of here would keep them in memory until the end of the step: the next one to run lets go of them.
/// </summary>
public static class GradientInFlight
{
    [ThreadStatic]
    private static Tensor?[]? returned;

    [ThreadStatic]
    private static Exception? failure;

    /// <summary>Runs the body of a backward function.</summary>
    /// <param name="count">Gradients it returns.</param>
    /// <param name="gradients">Of the outputs; let go of in the end.</param>
    /// <param name="worker">Of the worker it is run by, whose others are not to wait for it if it fails.</param>
    internal static List<Tensor> Backward(int count, IReadOnlyList<Tensor> gradients, Worker worker, Func<Tensor?[]> body)
    {
        try
        {
            foreach (var tensor in returned ?? []) tensor?.Dispose();
            returned = body();
            foreach (var gradient in gradients) gradient.Dispose();
            return [.. returned.Select(tensor => tensor!)];
        }
        catch (Exception error)
        {
            // Within LibTorch's backward it would end the process.
            failure ??= error;
            worker.Fail();
            return [.. new Tensor[count]];
        }
    }

    /// <summary>Differentiates a loss: adds its gradient to that of each tensor it depends on.</summary>
    /// <exception cref="InvalidOperationException">One of our functions failed.</exception>
    public static void Backpropagate(Tensor loss)
    {
        loss.backward();
        ThrowFailure();
    }

    /// <summary>Throws what went wrong in the last backward pass of this thread; to be called after it.</summary>
    public static void ThrowFailure()
    {
        if (failure is not { } error) return;
        failure = null;
        if (error is WorkerLostException) ExceptionDispatchInfo.Throw(error);
        throw new InvalidOperationException($"a backward pass failed: {error.Message}", error);
    }
}
