namespace Alma.Data.Cifar;

/// <summary>Puts labels and pixels that came apart together as the binary version has them.</summary>
internal sealed class CifarRecords
{
    private readonly byte[] content;
    private readonly int imageCount;

    /// <exception cref="InvalidDataException">The number of labels is not that of the images, or one is no byte.</exception>
    public CifarRecords(IReadOnlyList<long> labels, int imageCount)
    {
        if (labels.Count != imageCount) throw new InvalidDataException($"found {labels.Count} labels, expected {imageCount}");
        this.imageCount = imageCount;
        content = new byte[imageCount * CifarBatch.BytesPerImage];
        for (var i = 0; i < imageCount; i++)
        {
            if (labels[i] is < 0 or > byte.MaxValue)
                throw new InvalidDataException($"found the label {labels[i]}, expected labels of 0 to {CifarBatch.LabelRange.Last}");
            content[i * CifarBatch.BytesPerImage] = (byte)labels[i];
        }
    }

    /// <summary>The 3072 pixels of one image, channel by channel, to be filled.</summary>
    public Span<byte> PixelsOf(int image) =>
        content.AsSpan(image * CifarBatch.BytesPerImage + 1, CifarBatch.PixelsPerImage);

    /// <param name="planes">(N, 3072), channel by channel.</param>
    public MemoryStream With(ReadOnlySpan<byte> planes)
    {
        for (var i = 0; i < imageCount; i++)
            planes.Slice(i * CifarBatch.PixelsPerImage, CifarBatch.PixelsPerImage).CopyTo(PixelsOf(i));
        return ToStream();
    }

    public MemoryStream ToStream() => new(content, writable: false);
}
