using System.Collections.Concurrent;
using Alma.Serving.Models;

namespace Alma.Serving.Batching;

/// <summary>
/// Computes the requests of one model together, one batch after the other: those that have come while the last batch was computed, and
/// those that are just being read, if they come within a bound. A request that comes alone is computed at once, by its own thread.
/// </summary>
internal sealed class Batcher
{
    private readonly OnnxModel model;
    private readonly ServingOptions options;
    private readonly ArrivingRequests arriving;
    private readonly Action<int> batchComputed;
    private readonly ConcurrentQueue<WaitingRequest> queue = new();
    private readonly List<WaitingRequest> batch = [];
    private byte[] values = [];
    private Predictions? results;
    private int isBusy;

    /// <param name="arriving">Tells of requests that may soon come.</param>
    /// <param name="batchComputed">Is told of how many examples each batch was.</param>
    public Batcher(OnnxModel model, ServingOptions options, ArrivingRequests arriving, Action<int> batchComputed) =>
        (this.model, this.options, this.arriving, this.batchComputed) = (model, options, arriving, batchComputed);

    /// <summary>Predicts examples.</summary>
    /// <param name="examples">The input's bytes, N times; not to be changed until the task has ended, however it ends.</param>
    /// <param name="count">N.</param>
    /// <param name="arrival">Ended once they are among those that wait.</param>
    /// <exception cref="ModelException">The model fails on them.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before it began.</exception>
    public async Task<Predictions> PredictAsync(
        ArraySegment<byte> examples, int count, Arrival arrival, CancellationToken cancellation)
    {
        var request = new WaitingRequest(examples, Predictions.Empty(count, model.ClassNames.Count), cancellation);
        queue.Enqueue(request);
        arrival.Dispose();
        if (Interlocked.CompareExchange(ref isBusy, 1, 0) == 0) await ComputeNextAsync();
        await request.Done;
        return request.Results;
    }

    // One batch by the thread that found nobody at work; what has come in the meantime by another, so that it can answer.
    private async Task ComputeNextAsync()
    {
        Gather();
        if (options.MaxDelay > TimeSpan.Zero && batch.Sum(request => request.Count) < options.MaxBatch && arriving.Any)
        {
            await arriving.AllHaveComeAsync(options.MaxDelay);
            Gather();
        }

        Compute();
        if (!queue.IsEmpty) GoOn();
        else
        {
            Volatile.Write(ref isBusy, 0);
            Interlocked.MemoryBarrier();
            if (!queue.IsEmpty && Interlocked.CompareExchange(ref isBusy, 1, 0) == 0) GoOn();
        }
    }

    private void GoOn() => ThreadPool.UnsafeQueueUserWorkItem(batcher => _ = batcher.ComputeNextAsync(), this, preferLocal: false);

    // A request of more than a batch is one by itself.
    private void Gather()
    {
        var count = batch.Sum(request => request.Count);
        while (queue.TryPeek(out var next) && (batch.Count == 0 || count + next.Count <= options.MaxBatch))
        {
            queue.TryDequeue(out _);
            if (next.Cancellation.IsCancellationRequested)
            {
                next.Cancel();
                continue;
            }

            batch.Add(next);
            count += next.Count;
        }
    }

    private void Compute()
    {
        if (batch.Count == 0) return;
        try
        {
            if (batch is [var only]) ComputeAlone(only);
            else ComputeTogether();
            foreach (var request in batch) request.Complete();
        }
#pragma warning disable CA1031 // Whatever it is, each request is answered by it.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            foreach (var request in batch) request.Fail(fault);
        }
        finally
        {
            batch.Clear();
        }
    }

    private void ComputeAlone(WaitingRequest request)
    {
        var perExample = request.Values.Count / request.Count;
        for (var at = 0; at < request.Count; at += options.MaxBatch)
        {
            var count = Math.Min(options.MaxBatch, request.Count - at);
            model.Predict(request.Values.Slice(at * perExample, count * perExample), count, request.Results, at);
            batchComputed(count);
        }
    }

    private void ComputeTogether()
    {
        var count = batch.Sum(request => request.Count);
        var bytes = batch.Sum(request => request.Values.Count);
        if (values.Length < bytes) values = GC.AllocateUninitializedArray<byte>(Math.Max(bytes, 2 * values.Length), pinned: true);
        if (results is null || results.Count < count) results = Predictions.Empty(options.MaxBatch, model.ClassNames.Count);
        var next = 0;
        foreach (var request in batch)
        {
            request.Values.AsSpan().CopyTo(values.AsSpan(next));
            next += request.Values.Count;
        }

        model.Predict(new ArraySegment<byte>(values, 0, bytes), count, results, 0);
        batchComputed(count);
        next = 0;
        foreach (var request in batch)
        {
            results.CopyTo(request.Results, next);
            next += request.Count;
        }
    }
}
