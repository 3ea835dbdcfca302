using System.Buffers.Binary;

namespace Alma.Data.Images;

/// <summary>
/// What an image says of itself before its pixels: its size and whether it has colours. It alone decides how much memory decoding takes,
/// so it is held to what its format and the length of its file make plausible.
/// </summary>
internal sealed record ImageHeader(int Width, int Height, bool IsColoured)
{
    /// <summary>The pixels an image may have. Decoding takes up to 15 bytes for each.</summary>
    private const long MostPixels = 25_000_000;

    private const int BeginningLength = 34; // as far as anything is looked at here

    private static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="image">At its beginning.</param>
    /// <param name="beginning">The file, or as much of it as holds its header.</param>
    /// <param name="length">Of the whole file, in bytes.</param>
    /// <exception cref="InvalidDataException">It is of an absurd size.</exception>
    public static ImageHeader Of(ImageDecoder image, ReadOnlySpan<byte> beginning, long length)
    {
        var pixels = (long)image.Width * image.Height;
        if (pixels is <= 0 or > MostPixels)
            throw new InvalidDataException($"{image.Width} x {image.Height} pixels, valid are at most {MostPixels} in all");
        if (LeastLength(beginning, pixels) > length)
            throw new InvalidDataException($"it ends too early: {length} bytes for {image.Width} x {image.Height} pixels");
        return new(image.Width, image.Height, IsPng(beginning) ? (beginning[25] & 2) != 0 : !image.IsGray);
    }

    /// <exception cref="InvalidDataException">
    /// The file begins like none of the four formats that are read, or is shorter than any header.
    /// </exception>
    public static void CheckBeginning(ReadOnlySpan<byte> beginning)
    {
        if (!IsPng(beginning) && !IsJpeg(beginning) && !beginning.StartsWith("GIF8"u8) && !beginning.StartsWith("BM"u8))
            throw new InvalidDataException("its beginning is of no image");
        if (beginning.Length < BeginningLength) throw new InvalidDataException("it ends too early");
    }

    /// <summary>Whether a file begins like a JPEG.</summary>
    public static bool IsJpeg(ReadOnlySpan<byte> beginning) => beginning.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]);

    private static bool IsPng(ReadOnlySpan<byte> beginning) => beginning.StartsWith(Png);

    // What their compressions cannot do better than. A code of a GIF stands for 4096 pixels at most; a JPEG has a bit at least for each
    // block of 8 x 8; Deflate packs 1032 bytes into one; and most bitmaps are not compressed.
    private static long LeastLength(ReadOnlySpan<byte> beginning, long pixels)
    {
        if (IsPng(beginning)) return pixels * beginning[24] / 8 / 1032;
        if (beginning.StartsWith("GIF8"u8)) return pixels / 4096;
        if (IsJpeg(beginning)) return pixels / (64 * 8);
        var isOld = BinaryPrimitives.ReadUInt32LittleEndian(beginning[14..]) == 12;
        var isPacked = !isOld && BinaryPrimitives.ReadUInt32LittleEndian(beginning[30..]) is 1 or 2; // by run lengths
        return isPacked ? 0 : pixels * BinaryPrimitives.ReadUInt16LittleEndian(beginning[(isOld ? 24 : 28)..]) / 8;
    }
}
