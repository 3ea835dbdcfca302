using Alma.Files;
using StbImageSharp;

namespace Alma.Data.Imports;

/// <summary>Decodes images of other people: PNG, JPEG, GIF and BMP, in files or inside other formats.</summary>
internal static class ImageFile
{
    /// <summary>How long a file may be.</summary>
    public const int MostBytes = 1 << 26;

    /// <summary>The size and colours of a file, of which little more than its beginning is read.</summary>
    /// <exception cref="DatasetException">It is no image.</exception>
    public static ImageHeader Header(string path) => Decoded(path, () =>
    {
        using var file = new EndingStream(RegularFile.Open(path));
        return ImageHeader.Read(file);
    });

    /// <inheritdoc cref="Header(string)"/>
    /// <param name="place">Where the image stands, for messages.</param>
    public static ImageHeader Header(byte[] image, string place) => Decoded(place, () =>
    {
        using var content = new EndingStream(new MemoryStream(image));
        return ImageHeader.Read(content);
    });

    /// <summary>The pixels of a file, cropped in the middle and scaled where a size is asked for.</summary>
    /// <param name="channels">1 or 3.</param>
    /// <exception cref="DatasetException">It is no image, a damaged one, or one that is cut off.</exception>
    public static ImageValues Read(string path, int channels, int? size) =>
        Read(Bytes(path), path, channels, size);

    /// <summary>The bytes of a file that may be an image.</summary>
    /// <exception cref="DatasetException">It cannot be read.</exception>
    public static byte[] Bytes(string path) => Decoded(path, () => RegularFile.Bytes(path, MostBytes));

    /// <inheritdoc cref="Read(string, int, int?)"/>
    /// <param name="place">Where the image stands, for messages.</param>
    public static ImageValues Read(byte[] image, string place, int channels, int? size)
    {
        var pixels = Decoded(place, () =>
        {
            using var content = new EndingStream(new MemoryStream(image));
            ImageHeader.Read(content).CheckUnpacked(image);
            content.Position = 0;
            return ImageResult.FromStream(content, channels == 3 ? ColorComponents.RedGreenBlue : ColorComponents.Grey);
        });
        var shape = new ImageShape(channels, pixels.Height, pixels.Width);
        return size is { } side
            ? new ImageValues(
                shape with { Height = side, Width = side }, ImageScaling.Square(pixels.Data, shape, side, hasChannelsLast: true))
            : new ImageValues(shape, Planes(pixels.Data, channels, pixels.Height, pixels.Width));
    }

    private static T Decoded<T>(string place, Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (Exception damaged) when (damaged is not (OutOfMemoryException or OperationCanceledException))
        {
            throw new DatasetException(
                $"{place}: found no image that can be read ({damaged.Message}). Mend it, or take it away.", damaged);
        }
    }

    // (H, W, C) to (C, H, W)
    private static byte[] Planes(byte[] pixels, int channels, int height, int width)
    {
        if (channels == 1) return pixels;
        var planes = new byte[channels * height * width];
        for (var pixel = 0; pixel < height * width; pixel++)
            for (var channel = 0; channel < channels; channel++)
                planes[(channel * height * width) + pixel] = pixels[(pixel * channels) + channel];
        return planes;
    }
}
