using Alma.Serving.Models;

namespace Alma.Serving.Batching;

/// <summary>Examples that wait to be predicted, and where the predictions go.</summary>
/// <param name="Values">The input's bytes, N times; not changed until <see cref="Done"/>.</param>
/// <param name="Results">Room for N predictions.</param>
/// <param name="Cancellation">Nobody waits any more: what has not begun is left out.</param>
internal sealed record WaitingRequest(ArraySegment<byte> Values, Predictions Results, CancellationToken Cancellation)
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Count => Results.Count;

    /// <summary>Ends when the predictions are there, and not before the values are no longer read.</summary>
    public Task Done => done.Task;

    public void Complete() => done.TrySetResult();

    public void Fail(Exception fault) => done.TrySetException(fault);

    public void Cancel() => done.TrySetCanceled(Cancellation);
}
