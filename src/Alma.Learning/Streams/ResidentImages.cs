// B: batch, N: images held, C, H, W: channels, height, width.
using Alma.Data;
using Alma.Learning.Compute;
using static TorchSharp.torch;

namespace Alma.Learning.Streams;

/// <summary>
/// A set of labelled images held once, as uint8, on the device that trains. Batches are gathered by index and normalised
/// when they are used; nothing holds a second copy. Rows of a table are held as float32, ready to use.
/// </summary>
public sealed class ResidentImages : IDisposable
{
    private readonly ComputeBackend backend;
    private readonly Tensor images; // (N, C, H, W) uint8
    private readonly Tensor labels; // (N) int64
    private readonly Tensor scale; // (1, C, 1, 1)
    private readonly Tensor shift; // (1, C, 1, 1)

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
    {
        if (images.dim() != 4
            || images.dtype is not (ScalarType.Byte or ScalarType.Float32)
            || labels.dtype != ScalarType.Int64
            || labels.shape is not [var n]
            || n != images.shape[0])
            throw new ArgumentException(
                $"images must be (N, C, H, W) uint8 or float32 and labels (N) int64, not "
                + $"{images.dtype} [{string.Join(", ", images.shape)}] and {labels.dtype} [{string.Join(", ", labels.shape)}]");
        var channels = (int)images.shape[1];
        if (normalisation.Mean.Length != channels || normalisation.StandardDeviation.Length != channels)
            throw new ArgumentException($"images have {channels} channels, their normalisation {normalisation.Mean.Length}");
        (Normalisation, this.backend) = (normalisation, backend);
        this.images = images.DetachFromDisposeScope();
        this.labels = labels.DetachFromDisposeScope();
        scale = PerChannel(normalisation.StandardDeviation.Select(deviation => 1 / (255.0 * deviation)));
        shift = PerChannel(normalisation.Mean.Zip(normalisation.StandardDeviation, (mean, deviation) => -(double)mean / deviation));
    }

    /// <summary>Moves a set of images to a device.</summary>
    /// <param name="classes">The order in which their classes come, where labels are to be numbered so.</param>
    public static ResidentImages From(ImageSet set, Normalisation normalisation, Device device, ClassArrivals? classes = null)
    {
        using var scope = NewDisposeScope();
        // On the CPU the tensor is the very array, so that the images are there once.
        var values = set.Rows is { } rows ? as_tensor(rows) : as_tensor(set.Pixels);
        var images = values.to(device).view(set.Count, set.Channels, set.Height, set.Width);
        var labels = tensor(classes?.InOrder(set.Labels) ?? set.Labels, device: device).to(ScalarType.Int64);
        return new ResidentImages(images, labels, normalisation);
    }

    public long Count => images.shape[0];

    public ImageShape Shape => new((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);

    /// <summary>Whether these are rows of a table, which nobody can look at as images.</summary>
    public bool AreRows => images.dtype == ScalarType.Float32;

    /// <summary>What gathered images have gone through.</summary>
    public Normalisation Normalisation { get; }

    public Device Device => images.device;

    /// <summary>The labels on the CPU, for whoever reasons about them without tensors.</summary>
    public long[] Labels()
    {
        using var onCpu = labels.cpu();
        return onCpu.data<long>().ToArray();
    }

    /// <summary>The pixels of one image as they are held, (C, H, W), on the CPU.</summary>
    public byte[] Pixels(long index)
    {
        using var scope = NewDisposeScope();
        return images.select(0, index).cpu().contiguous().data<byte>().ToArray();
    }

    /// <summary>A copy of those at some indices, in their order.</summary>
    public ResidentImages Subset(long[] indices)
    {
        using var scope = NewDisposeScope();
        using var chosen = tensor(indices, device: Device);
        return new ResidentImages(images.index_select(0, chosen), labels.index_select(0, chosen), Normalisation, backend);
    }

    /// <summary>Gathers and normalises the images at <paramref name="indices"/>.</summary>
    /// <param name="indices">(B), int64, on the device of the images.</param>
    /// <returns>images (B, C, H, W) float32, and labels (B) int64.</returns>
    public (Tensor Images, Tensor Labels) Gather(Tensor indices)
    {
        using var scope = NewDisposeScope();
        if (AreRows) return scope.MoveToOuter(images.index_select(0, indices), labels.index_select(0, indices));
        return scope.MoveToOuter(backend.GatherImages(images, indices, scale, shift), labels.index_select(0, indices));
    }

    public void Dispose()
    {
        images.Dispose();
        labels.Dispose();
        scale.Dispose();
        shift.Dispose();
    }

    private Tensor PerChannel(IEnumerable<double> values)
    {
        var perChannel = values.Select(value => (float)value).ToArray();
        return tensor(perChannel, device: images.device).view(1, perChannel.Length, 1, 1).DetachFromDisposeScope();
    }
}
