// B: batch, N: images, C, H, W: channels, height, width.
using Alma.Data;
using Alma.Data.Stores;
using Alma.Learning.Compute;
using static TorchSharp.torch;

namespace Alma.Learning.Streams;

/// <summary>
/// A set of labelled images, or of rows, that stays in the files of a store, whatever its size. What batches need is read when they are
/// gathered, or ahead of that by a <see cref="StoredBatchLoader"/>. Labels are held, a byte each.
/// </summary>
public sealed class StoredImages : LabelledImages
{
    private readonly StoredExamples values;
    private readonly byte[] labels;
    private readonly long[]? chosen; // of the store's, in this order

    /// <param name="values">N examples of the shape.</param>
    /// <param name="labels">(N), in [0, classes).</param>
    /// <param name="shape">Of an image, or (1, 1, F) of a row.</param>
    /// <param name="normalisation">Mean and deviation of each of the C channels, of values scaled to [0, 1].</param>
    /// <param name="device">That batches are gathered to.</param>
    public StoredImages(StoredExamples values, byte[] labels, ImageShape shape, Normalisation normalisation, Device device)
        : this(values, labels, null, shape, normalisation, device)
    {
    }

    private StoredImages(
        StoredExamples values, byte[] labels, long[]? chosen, ImageShape shape, Normalisation normalisation, Device device)
        : base(shape, normalisation, device, ComputeBackend.For(device)) =>
        (this.values, this.labels, this.chosen) = (values, labels, chosen);

    public override long Count => chosen?.Length ?? labels.Length;

    public override bool AreRows => values.AreRows;

    public override byte[] Pixels(long index)
    {
        var pixels = new byte[values.BytesPerExample];
        values.Read([InStore(index)], pixels);
        return pixels;
    }

    /// <summary>The same examples in their files, by other indices.</summary>
    public override StoredImages Subset(long[] indices) =>
        new(values, labels, Array.ConvertAll(indices, InStore), Shape, Normalisation, Device);

    public override BatchLoader Load(Tensor order, IReadOnlyList<(int Start, int Length)> batches)
    {
        using (order) return new StoredBatchLoader(this, Indices(order), (int)order.shape[0], batches);
    }

    public override (Tensor Images, Tensor Labels) Gather(Tensor indices)
    {
        using var loader = Load(indices.view(1, -1), [(0, (int)indices.shape[0])]);
        loader.MoveNext();
        return loader.Gather();
    }

    /// <summary>Begins to read a batch.</summary>
    internal StoredRead Begin(ReadOnlySpan<long> indices)
    {
        if (chosen is null) return values.Begin(indices);
        var inStore = new long[indices.Length];
        for (var k = 0; k < inStore.Length; k++) inStore[k] = chosen[indices[k]];
        return values.Begin(inStore);
    }

    public override long[] LabelsOf(long[] indices) => Array.ConvertAll(indices, index => (long)LabelOf(index));

    internal byte LabelOf(long index) => labels[InStore(index)];

    /// <summary>Room for a batch on the CPU, as its values are read: (B, C, H, W), uint8 or, of rows, float32.</summary>
    /// <exception cref="LearningException">A batch is larger than what can be read at once.</exception>
    internal Tensor Room(long count)
    {
        if (count * values.BytesPerExample > Array.MaxLength)
            throw new LearningException(
                $"A batch of {count} examples is {count * values.BytesPerExample / 1e9:F1} GB, and at most "
                + $"{Array.MaxLength / 1e9:F1} GB are read from files at once. Use smaller batches ({LearningSetting.TrainingBatchSize}, "
                + $"{LearningSetting.EvaluationBatchSize}).");
        return empty([count, Shape.Channels, Shape.Height, Shape.Width], AreRows ? ScalarType.Float32 : ScalarType.Byte, CPU)
            .DetachFromDisposeScope();
    }

    /// <summary>Gathers of what was read.</summary>
    /// <param name="read">(N, C, H, W) as it was read, on the device.</param>
    /// <param name="places">(B) int64, of which of them.</param>
    /// <returns>(B, C, H, W) float32.</returns>
    internal Tensor Gather(Tensor read, Tensor places) =>
        AreRows ? read.index_select(0, places) : Backend.GatherImages(read, places, Scale, Shift);

    private static long[] Indices(Tensor order)
    {
        using var onCpu = order.cpu();
        using var inOrder = onCpu.contiguous();
        return inOrder.data<long>().ToArray();
    }

    private long InStore(long index) => chosen is null ? index : chosen[index];
}
