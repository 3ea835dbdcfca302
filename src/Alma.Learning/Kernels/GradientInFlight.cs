using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Alma.Learning.Kernels;

/// <summary>
/// What custom backward functions on one thread share. LibTorch takes over the gradients that one of them returns, but the
/// handles of here would keep them in memory until the end of the step: the next one to run lets go of them.
/// </summary>
internal static class GradientInFlight
{
    [ThreadStatic]
    private static Tensor?[]? returned;

    [ThreadStatic]
    private static Exception? failure;

    /// <summary>Runs the body of a backward function.</summary>
    /// <param name="count">Gradients it returns.</param>
    /// <param name="gradients">Of the outputs; let go of in the end.</param>
    /// <param name="seat">Of the lane it is run by, whose others are not to wait for it if it fails.</param>
    public static List<Tensor> Backward(int count, IReadOnlyList<Tensor> gradients, LaneSeat seat, Func<Tensor?[]> body)
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
            seat.Leave();
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
        if (error is LaneLostException) ExceptionDispatchInfo.Throw(error);
        throw new InvalidOperationException($"a backward pass failed: {error.Message}", error);
    }
}
