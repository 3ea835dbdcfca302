using Alma.Data.Images;
using Alma.Files;

namespace Alma.Data.Imports;

/// <summary>Decodes images of other people: PNG, JPEG, GIF and BMP, in files or inside other formats.</summary>
internal static class ImageFile
{
    /// <summary>How long a file may be.</summary>
    public const int MostBytes = 1 << 26;

    private const int BeginningLength = 1 << 16; // few headers are longer

    /// <summary>The size and colours of a file, of which little more than its beginning is read.</summary>
    /// <exception cref="DatasetException">It is no image.</exception>
    public static ImageHeader Header(string path) => Decoded(path, () =>
    {
        var (beginning, length) = Beginning(path);
        try
        {
            return Header(beginning, length);
        }
        catch (InvalidDataException) when (length > beginning.Length)
        {
            return Header(RegularFile.Bytes(path, MostBytes), length);
        }
    });

    /// <inheritdoc cref="Header(string)"/>
    /// <param name="place">Where the image stands, for messages.</param>
    public static ImageHeader Header(byte[] image, string place) => Decoded(place, () => Header(image, image.Length));

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
        var (pixels, shape) = Decoded(place, () => Planes(image, channels));
        return size is { } side
            ? new ImageValues(shape with { Height = side, Width = side }, ImageScaling.Square(pixels, shape, side))
            : new ImageValues(shape, pixels);
    }

    private static (byte[] Bytes, long Length) Beginning(string path)
    {
        using var file = RegularFile.Open(path);
        var beginning = new byte[Math.Min(BeginningLength, file.Length)];
        file.ReadExactly(beginning);
        return (beginning, file.Length);
    }

    private static ImageHeader Header(byte[] beginning, long length)
    {
        using var image = ImageDecoder.Open(beginning);
        return ImageHeader.Of(image, beginning, length);
    }

    private static (byte[] Pixels, ImageShape Shape) Planes(byte[] image, int channels)
    {
        using var decoder = ImageDecoder.Open(image);
        var header = ImageHeader.Of(decoder, image, image.Length);
        var pixels = decoder.Pixels();
        return (channels == 1 ? Gray(pixels) : Colours(pixels), new ImageShape(channels, header.Height, header.Width));
    }

    // (H, W, 4) to (3, H, W)
    private static byte[] Colours(ReadOnlySpan<byte> pixels)
    {
        var size = pixels.Length / 4;
        var planes = new byte[3 * size];
        for (var pixel = 0; pixel < size; pixel++)
            for (var channel = 0; channel < 3; channel++)
                planes[(channel * size) + pixel] = pixels[(4 * pixel) + channel];
        return planes;
    }

    // (H, W, 4) to (1, H, W): luma of ITU-R BT.601 in parts of 256, cut off; of gray it is that gray.
    private static byte[] Gray(ReadOnlySpan<byte> pixels)
    {
        var gray = new byte[pixels.Length / 4];
        for (var pixel = 0; pixel < gray.Length; pixel++)
            gray[pixel] = (byte)(((77 * pixels[4 * pixel]) + (150 * pixels[(4 * pixel) + 1]) + (29 * pixels[(4 * pixel) + 2])) >> 8);
        return gray;
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
}
