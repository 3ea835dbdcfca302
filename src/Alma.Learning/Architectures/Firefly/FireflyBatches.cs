// B: batch.
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Firefly;

/// <summary>The examples that a network is grown by, batch by batch.</summary>
internal sealed class FireflyBatches(LabelledImages images, long[] examples, int batchSize, CancellationToken cancellation)
{
    public int Count => Batches.Count(examples.Length, batchSize);

    /// <summary>Does something with each batch: images (B, C, H, W) and labels (B).</summary>
    public void ForEach(Action<Tensor, Tensor> work)
    {
        using var indices = tensor(examples, device: images.Device);
        using var loader = images.Load(indices.view(1, -1), [.. Of(examples.Length)]);
        while (loader.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (batch, labels) = loader.Gather();
            work(batch, labels);
        }
    }

    private IEnumerable<(int Start, int Length)> Of(int exampleCount)
    {
        for (var start = 0L; start < exampleCount; start += batchSize)
            yield return ((int)start, (int)Math.Min(batchSize, exampleCount - start));
    }
}
