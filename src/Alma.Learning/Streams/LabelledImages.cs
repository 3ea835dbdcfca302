// M: models, N: examples of an order, B: batch, C, H, W: channels, height, width.
using Alma.Data;
using Alma.Learning.Compute;
using static TorchSharp.torch;

namespace Alma.Learning.Streams;

/// <summary>
/// A set of labelled images, or of rows of a table, from which batches are gathered by index: held in memory, or in the files of a store.
/// Either way a batch has the same bits.
/// </summary>
public abstract class LabelledImages : IDisposable
{
    private protected LabelledImages(ImageShape shape, Normalisation normalisation, Device device, ComputeBackend backend)
    {
        if (normalisation.Mean.Length != shape.Channels || normalisation.StandardDeviation.Length != shape.Channels)
            throw new ArgumentException($"images have {shape.Channels} channels, their normalisation {normalisation.Mean.Length}");
        (Shape, Normalisation, Device, Backend) = (shape, normalisation, device, backend);
        Scale = PerChannel(normalisation.StandardDeviation.Select(deviation => 1 / (255.0 * deviation)));
        Shift = PerChannel(normalisation.Mean.Zip(normalisation.StandardDeviation, (mean, deviation) => -(double)mean / deviation));
    }

    /// <summary>Puts a set on a device, or keeps it in its files where it is in any.</summary>
    /// <param name="classes">The order in which their classes come, where labels are to be numbered so.</param>
    public static LabelledImages From(ImageSet set, Normalisation normalisation, Device device, ClassArrivals? classes = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.Stored is not { } stored) return ResidentImages.From(set, normalisation, device, classes);
        var shape = new ImageShape(set.Channels, set.Height, set.Width);
        return new StoredImages(stored, classes?.InOrder(set.Labels) ?? set.Labels, shape, normalisation, device);
    }

    public abstract long Count { get; }

    public ImageShape Shape { get; }

    /// <summary>Whether these are rows of a table, which nobody can look at as images.</summary>
    public abstract bool AreRows { get; }

    /// <summary>What gathered images have gone through.</summary>
    public Normalisation Normalisation { get; }

    /// <summary>Where batches are gathered to.</summary>
    public Device Device { get; }

    private protected ComputeBackend Backend { get; }

    private protected Tensor Scale { get; } // (1, C, 1, 1)

    private protected Tensor Shift { get; } // (1, C, 1, 1)

    /// <summary>The pixels of one image as they are held, (C, H, W), on the CPU.</summary>
    public abstract byte[] Pixels(long index);

    /// <summary>The labels of those at some indices, in their order.</summary>
    public abstract long[] LabelsOf(long[] indices);

    /// <summary>Those at some indices, in their order.</summary>
    public abstract LabelledImages Subset(long[] indices);

    /// <summary>Gathers batches of an order that is known before: what is not in memory is read ahead of its use.</summary>
    /// <param name="order">(M, N) int64 on the device: for each model indices into this set. Taken over.</param>
    /// <param name="batches">Where each starts among the N, and how long it is; one after the other.</param>
    public abstract BatchLoader Load(Tensor order, IReadOnlyList<(int Start, int Length)> batches);

    /// <summary>The same of examples that are only to be scored, for one model.</summary>
    /// <param name="examples">Indices into this set.</param>
    /// <param name="batchSize">Examples at once; more where they are small.</param>
    public BatchLoader Load(long[] examples, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(examples);
        using var indices = tensor(examples, device: Device);
        return Load(indices.view(1, -1), [.. ScoringBatches.Of(examples.Length, batchSize, Shape)]);
    }

    /// <summary>Gathers and normalises the images at <paramref name="indices"/>.</summary>
    /// <param name="indices">(B), int64, on the device of the images.</param>
    /// <returns>images (B, C, H, W) float32, and labels (B) int64.</returns>
    public abstract (Tensor Images, Tensor Labels) Gather(Tensor indices);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        Scale.Dispose();
        Shift.Dispose();
    }

    private Tensor PerChannel(IEnumerable<double> values)
    {
        var perChannel = values.Select(value => (float)value).ToArray();
        return tensor(perChannel, device: Device).view(1, perChannel.Length, 1, 1).DetachFromDisposeScope();
    }
}
