namespace Alma.Learning.Datasets;

/// <summary>Labelled images in memory, unnormalised: what a stream cuts into megabatches.</summary>
public sealed class ImageSet
{
    /// <param name="pixels">(N, C, H, W), uint8, 0..255; kept, not copied.</param>
    /// <param name="labels">(N), uint8, zero-based classes; kept, not copied.</param>
    /// <param name="channels">C.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <exception cref="ArgumentException">The number of pixels is not N*C*H*W.</exception>
    public ImageSet(byte[] pixels, byte[] labels, int channels, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        ArgumentNullException.ThrowIfNull(labels);
        if (pixels.LongLength != labels.LongLength * channels * height * width)
        {
            var shape = new ImageShape(channels, height, width);
            throw new ArgumentException($"{pixels.Length} pixels are not {labels.Length} images of {shape}.", nameof(pixels));
        }
        (Pixels, Labels, Channels, Height, Width) = (pixels, labels, channels, height, width);
    }

    public byte[] Pixels { get; }

    public byte[] Labels { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public int Count => Labels.Length;
}
