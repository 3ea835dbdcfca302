namespace Alma.Serving.Batching;

/// <summary>Counts requests that are being read and have not come to a model yet: a batch may wait for these, and for no others.</summary>
internal sealed class ArrivingRequests
{
    private readonly Lock gate = new();
    private TaskCompletionSource? allCame;
    private int count;

    public bool Any => Volatile.Read(ref count) > 0;

    /// <summary>One is being read.</summary>
    public Arrival Begin()
    {
        Interlocked.Increment(ref count);
        return new Arrival(this);
    }

    internal void End()
    {
        if (Interlocked.Decrement(ref count) > 0) return;
        lock (gate) allCame?.TrySetResult();
    }

    /// <summary>Ends when none is being read any more, or the time is over.</summary>
    public async Task AllHaveComeAsync(TimeSpan most)
    {
        Task come;
        lock (gate)
        {
            if (!Any) return;
            if (allCame is null || allCame.Task.IsCompleted) allCame = new(TaskCreationOptions.RunContinuationsAsynchronously);
            come = allCame.Task;
        }

        using var over = new CancellationTokenSource(most);
        await come.WaitAsync(over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

/// <summary>A request that is being read, until it has come to a model or was refused.</summary>
internal sealed class Arrival(ArrivingRequests all) : IDisposable
{
    private int hasCome;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref hasCome, 1) == 0) all.End();
    }
}
