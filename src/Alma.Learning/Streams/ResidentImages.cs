// B: batch, N: images held, M: models, C, H, W: channels, height, width.
using Alma.Data;
using Alma.Learning.Compute;
using static TorchSharp.torch;

namespace Alma.Learning.Streams;

/// <summary>
/// A set of labelled images held once, as uint8, on the device that trains. Batches are gathered by index and normalised
/// when they are used; nothing holds a second copy. Rows of a table are held as float32, ready to use.
/// </summary>
public sealed class ResidentImages : LabelledImages
{
    private readonly Tensor images; // (N, C, H, W) uint8
    private readonly Tensor labels; // (N) int64

    /// <param name="images">(N, C, H, W), uint8, or float32 that is not normalised any more. Taken over.</param>
    /// <param name="labels">(N), int64, in [0, classes). Taken over.</param>
    /// <param name="normalisation">Mean and deviation of each of the C channels, of values scaled to [0, 1].</param>
    /// <exception cref="ArgumentException">The shapes or types differ from these.</exception>
    public ResidentImages(Tensor images, Tensor labels, Normalisation normalisation)
        : this(images, labels, normalisation, ComputeBackend.For(images.device))
    {
    }

    /// <summary>The same, gathered by a backend that may be another than the device's fastest.</summary>
    internal ResidentImages(Tensor images, Tensor labels, Normalisation normalisation, ComputeBackend backend)
        : base(ShapeOf(images, labels), normalisation, images.device, backend) =>
        (this.images, this.labels) = (images.DetachFromDisposeScope(), labels.DetachFromDisposeScope());

    /// <summary>Moves a set of images to a device.</summary>
    /// <param name="set">Held in memory.</param>
    /// <param name="classes">The order in which their classes come, where labels are to be numbered so.</param>
    public static new ResidentImages From(ImageSet set, Normalisation normalisation, Device device, ClassArrivals? classes = null)
    {
        using var scope = NewDisposeScope();
        // On the CPU the tensor is the very array, so that the images are there once.
        var values = set.Rows is { } rows ? as_tensor(rows) : as_tensor(set.Pixels);
        var images = values.to(device).view(set.Count, set.Channels, set.Height, set.Width);
        var labels = tensor(classes?.InOrder(set.Labels) ?? set.Labels, device: device).to(ScalarType.Int64);
        return new ResidentImages(images, labels, normalisation);
    }

    public override long Count => images.shape[0];

    public override bool AreRows => images.dtype == ScalarType.Float32;

    public override byte[] Pixels(long index)
    {
        using var scope = NewDisposeScope();
        return images.select(0, index).cpu().contiguous().data<byte>().ToArray();
    }

    public override long[] LabelsOf(long[] indices)
    {
        using var scope = NewDisposeScope();
        return labels.index_select(0, tensor(indices, device: Device)).cpu().data<long>().ToArray();
    }

    /// <summary>A copy of those at some indices, in their order.</summary>
    public override ResidentImages Subset(long[] indices)
    {
        using var scope = NewDisposeScope();
        using var chosen = tensor(indices, device: Device);
        return new ResidentImages(images.index_select(0, chosen), labels.index_select(0, chosen), Normalisation, Backend);
    }

    public override BatchLoader Load(Tensor order, IReadOnlyList<(int Start, int Length)> batches) =>
        new ResidentBatchLoader(this, order, batches);

    public override (Tensor Images, Tensor Labels) Gather(Tensor indices)
    {
        using var scope = NewDisposeScope();
        if (AreRows) return scope.MoveToOuter(images.index_select(0, indices), labels.index_select(0, indices));
        return scope.MoveToOuter(Backend.GatherImages(images, indices, Scale, Shift), labels.index_select(0, indices));
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        images.Dispose();
        labels.Dispose();
    }

    private static ImageShape ShapeOf(Tensor images, Tensor labels)
    {
        if (images.dim() != 4
            || images.dtype is not (ScalarType.Byte or ScalarType.Float32)
            || labels.dtype != ScalarType.Int64
            || labels.shape is not [var n]
            || n != images.shape[0])
            throw new ArgumentException(
                $"images must be (N, C, H, W) uint8 or float32 and labels (N) int64, not "
                + $"{images.dtype} [{string.Join(", ", images.shape)}] and {labels.dtype} [{string.Join(", ", labels.shape)}]");
        return new((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
    }

    // All is there: a batch is gathered when it is asked for.
    private sealed class ResidentBatchLoader(ResidentImages set, Tensor order, IReadOnlyList<(int Start, int Length)> batches)
        : BatchLoader((int)order.shape[0], batches)
    {
        private readonly Tensor order = order.DetachFromDisposeScope(); // (M, N)

        public override (Tensor Images, Tensor Labels) Gather(int start, int length)
        {
            using var scope = NewDisposeScope();
            var (images, labels) = set.Gather(order.narrow(1, Start + start, length).flatten());
            return scope.MoveToOuter(images, labels);
        }

        private protected override void Prepare(int batch)
        {
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) order.Dispose();
        }
    }
}
