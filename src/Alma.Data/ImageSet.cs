using Alma.Data.Stores;

namespace Alma.Data;

/// <summary>Labelled images, unnormalised: what a stream cuts into megabatches. They are in memory, or in the files of a store.</summary>
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

    private ImageSet(float[] values, byte[] labels, int width)
    {
        if (values.LongLength != (long)labels.Length * width)
            throw new ArgumentException($"{values.Length} values are not {labels.Length} rows of {width}.", nameof(values));
        (Pixels, Rows, Labels, Channels, Height, Width) = ([], values, labels, 1, 1, width);
    }

    private ImageSet(StoredExamples values, byte[] labels, ImageShape shape)
    {
        var bytes = (long)shape.Size * (values.AreRows ? sizeof(float) : 1);
        if (values.Count != labels.Length || values.BytesPerExample != bytes)
            throw new ArgumentException(
                $"{values.Count} examples of {values.BytesPerExample} bytes are not {labels.Length} of {bytes}.", nameof(values));
        (Pixels, Stored, Labels) = ([], values, labels);
        (Channels, Height, Width) = (shape.Channels, shape.Height, shape.Width);
    }

    /// <summary>Rows of a table, which networks take as images of one line, and which are not normalised again.</summary>
    /// <param name="values">(N, F), float32; kept, not copied.</param>
    /// <param name="labels">(N), zero-based classes; kept, not copied.</param>
    /// <param name="featureCount">F.</param>
    /// <exception cref="ArgumentException">The number of values is not N*F.</exception>
    public static ImageSet OfRows(float[] values, byte[] labels, int featureCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(labels);
        return new(values, labels, featureCount);
    }

    /// <summary>Examples whose values stay in the files of a store, and are read when they are used.</summary>
    /// <param name="labels">(N), zero-based classes; kept, not copied.</param>
    /// <param name="shape">Of an image, or (1, 1, F) of a row of a table.</param>
    /// <exception cref="ArgumentException">The number of labels is not N, or the shape not that of the values.</exception>
    public static ImageSet OfStored(StoredExamples values, byte[] labels, ImageShape shape)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(labels);
        return new(values, labels, shape);
    }

    /// <summary>Empty for rows of a table, and where values stay in files.</summary>
    public byte[] Pixels { get; }

    /// <summary>(N, 1, 1, F) for rows of a table; null for images, and where values stay in files.</summary>
    public float[]? Rows { get; }

    /// <summary>Values that stay in files; null where they are held in memory.</summary>
    public StoredExamples? Stored { get; }

    /// <summary>Whether these are rows of a table.</summary>
    public bool AreRows => Rows is not null || Stored is { AreRows: true };

    public byte[] Labels { get; }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public int Count => Labels.Length;
}
