// M: models, N: examples of an order, B: batch, C, H, W: channels, height, width.
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Alma.Data.Stores;
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Streams;

/// <summary>
/// Reads the batches of an order ahead of their use, on a thread of its own: while one is learned from, the next is in memory or being
/// read, and the disk is told of the one after that. Three batches are held, whatever the size of the set.
/// </summary>
internal sealed class StoredBatchLoader : BatchLoader
{
    private const int BatchesHeld = 3;

    private readonly StoredImages images;
    private readonly long[] order; // (M, N)
    private readonly IReadOnlyList<(int Start, int Length)> batches;
    private readonly BlockingCollection<ReadBatch> free = [];
    private readonly BlockingCollection<ReadBatch> ready = [];
    private readonly CancellationTokenSource ending = new();
    private readonly Thread reader;
    private ReadBatch? current;
    private Tensor? values; // (M * B, C, H, W) of the current one, on the device
    private Tensor? labels; // (M * B)
    private ExceptionDispatchInfo? fault;

    public StoredBatchLoader(StoredImages images, long[] order, int modelCount, IReadOnlyList<(int Start, int Length)> batches)
        : base(modelCount, batches)
    {
        (this.images, this.order, this.batches) = (images, order, batches);
        var largest = modelCount * (long)batches.Select(batch => batch.Length).DefaultIfEmpty().Max();
        for (var k = 0; k < Math.Min(BatchesHeld, batches.Count); k++) free.Add(new ReadBatch(images.Room(largest), new byte[largest]));
        reader = new Thread(Read) { IsBackground = true, Name = "batches" };
        reader.Start();
    }

    public override (Tensor Images, Tensor Labels) Gather(int start, int length)
    {
        using var scope = NewDisposeScope();
        var places = arange((long)ModelCount * Length, device: images.Device)
            .view(ModelCount, Length).narrow(1, start, length).flatten(); // (M * length)
        return scope.MoveToOuter(images.Gather(values!, places), labels!.index_select(0, places));
    }

    private protected override void Prepare(int batch)
    {
        Release();
        if (!ready.TryTake(out current, Timeout.Infinite)) fault?.Throw(); // its end is told by completion
        var count = (long)ModelCount * Length;
        using var scope = NewDisposeScope();
        values = current!.Values.narrow(0, 0, count).to(images.Device).DetachFromDisposeScope();
        labels = tensor(current.Labels.AsMemory(0, (int)count).ToArray(), device: images.Device).to(ScalarType.Int64)
            .DetachFromDisposeScope();
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        ending.Cancel();
        reader.Join();
        Release();
        foreach (var batch in free.Concat(ready)) batch.Values.Dispose();
        free.Dispose();
        ready.Dispose();
        ending.Dispose();
    }

    private void Release()
    {
        values?.Dispose();
        labels?.Dispose();
        if (current is not null) free.Add(current);
        (values, labels, current) = (null, null, null);
    }

    private void Read()
    {
        try
        {
            var next = Begin(0);
            for (var batch = 0; batch < batches.Count; batch++)
            {
                var (read, indices) = next!.Value;
                next = Begin(batch + 1);
                Fill(free.Take(ending.Token), read, indices);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // nobody waits for the rest
        }
        catch (Exception unreadable)
        {
            fault = ExceptionDispatchInfo.Capture(unreadable);
        }
        finally
        {
            ready.CompleteAdding();
        }
    }

    private void Fill(ReadBatch batch, StoredRead read, long[] indices)
    {
        try
        {
            read.Finish(images.AreRows
                ? MemoryMarshal.AsBytes(batch.Values.Memory<float>())
                : batch.Values.Memory<byte>());
            for (var k = 0; k < indices.Length; k++) batch.Labels[k] = images.LabelOf(indices[k]);
            ready.Add(batch);
        }
        catch
        {
            free.Add(batch); // to be disposed
            throw;
        }
    }

    private (StoredRead Read, long[] Indices)? Begin(int batch)
    {
        if (batch >= batches.Count) return null;
        var (start, length) = batches[batch];
        var ofModel = order.Length / ModelCount;
        var indices = new long[ModelCount * length];
        for (var m = 0; m < ModelCount; m++) order.AsSpan((m * ofModel) + start, length).CopyTo(indices.AsSpan(m * length));
        return (images.Begin(indices), indices);
    }

    // A batch in memory, as it was read.
    private sealed record ReadBatch(Tensor Values, byte[] Labels);
}
