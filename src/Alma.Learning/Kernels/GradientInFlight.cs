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
    public static List<Tensor> Backward(int count, IReadOnlyList<Tensor> gradients, Func<Tensor?[]> body)
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
            failure = error;
            return [.. new Tensor[count]];
        }
    }

    /// <summary>Throws what went wrong in the last backward pass; to be called by forward functions.</summary>
    public static void ThrowFailure()
    {
        if (failure is not { } error) return;
        failure = null;
        throw new InvalidOperationException($"a backward pass failed: {error.Message}", error);
    }
}
