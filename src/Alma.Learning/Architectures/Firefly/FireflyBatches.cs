// B: batch.
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Firefly;

/// <summary>The examples that a network is grown by, batch by batch.</summary>
internal sealed class FireflyBatches(ResidentImages images, long[] examples, int batchSize, CancellationToken cancellation)
{
    public int Count => Batches.Count(examples.Length, batchSize);

    /// <summary>Does something with each batch: images (B, C, H, W) and labels (B).</summary>
    public void ForEach(Action<Tensor, Tensor> work)
    {
        using var indices = tensor(examples, device: images.Device);
        for (var start = 0L; start < examples.Length; start += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (batch, labels) = images.Gather(indices.narrow(0, start, Math.Min(batchSize, examples.Length - start)));
            work(batch, labels);
        }
    }
}
