using Alma.Files;
using StbImageSharp;

namespace Alma.Data.Imports;

/// <summary>Decodes image files of other people: PNG, JPEG, GIF and BMP.</summary>
internal static class ImageFile
{
    private const long MostBytes = 1 << 28;
    private const long MostPixels = 1 << 26; // the header alone would have that much memory taken

    /// <summary>Whether it has colours, by its header.</summary>
    /// <exception cref="DatasetException">It is no image.</exception>
    public static bool IsColoured(string path) => Decoded(path, file => Header(file).ColorComponents) is
        ColorComponents.RedGreenBlue or ColorComponents.RedGreenBlueAlpha;

    /// <summary>The pixels of a file, cropped in the middle and scaled where a size is asked for.</summary>
    /// <param name="channels">1 or 3.</param>
    /// <exception cref="DatasetException">It is no image, or a damaged one.</exception>
    public static ImageValues Read(string path, int channels, int? size)
    {
        var image = Decoded(path, file =>
        {
            Header(file);
            file.Position = 0;
            return ImageResult.FromStream(file, channels == 3 ? ColorComponents.RedGreenBlue : ColorComponents.Grey);
        });
        var planes = Planes(image.Data, channels, image.Height, image.Width);
        var shape = new ImageShape(channels, image.Height, image.Width);
        return size is { } side
            ? new ImageValues(new ImageShape(channels, side, side), ImageScaling.Square(planes, shape, side))
            : new ImageValues(shape, planes);
    }

    private static ImageInfo Header(Stream file)
    {
        var info = ImageInfo.FromStream(file) ?? throw new InvalidDataException("its beginning is of no image");
        return (long)info.Width * info.Height is > 0 and <= MostPixels
            ? info
            : throw new InvalidDataException($"{info.Width} x {info.Height} pixels, valid are at most {MostPixels}");
    }

    private static T Decoded<T>(string path, Func<Stream, T> decode)
    {
        try
        {
            using var content = new MemoryStream(RegularFile.Bytes(path, MostBytes));
            return decode(content);
        }
        catch (Exception damaged) when (damaged is not OutOfMemoryException)
        {
            throw new DatasetException($"{path}: found no image that can be read ({damaged.Message}). Mend it, or take it away.", damaged);
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
