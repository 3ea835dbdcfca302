using System.Buffers.Binary;
using Alma.Data.Cifar;
using StbImageSharp;

namespace Alma.Data.Imports;

/// <summary>
/// What an image says of itself before its pixels: its size and whether it has colours. It alone decides how much memory decoding takes,
/// so it is held to what its format and the length of its file make plausible.
/// </summary>
internal sealed record ImageHeader(int Width, int Height, bool IsColoured)
{
    private int bytesPerPixel;

    /// <summary>The pixels an image may have. A decoder holds up to 15 bytes for each.</summary>
    private const long MostPixels = 25_000_000;

    private const int MostPixelsOfCode = 4096;

    private const int BeginningLength = 30; // as far as anything is looked at here

    private static ReadOnlySpan<byte> Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="image">Read from its beginning; left anywhere.</param>
    /// <exception cref="InvalidDataException">It is of no known format, or of an absurd size.</exception>
    public static ImageHeader Read(Stream image)
    {
        var beginning = new byte[BeginningLength];
        image.Position = 0;
        image.ReadExactly(beginning, 0, (int)Math.Min(BeginningLength, image.Length));
        if (!IsKnown(beginning)) throw new InvalidDataException("its beginning is of no image");
        image.Position = 0;
        var info = ImageInfo.FromStream(image) ?? throw new InvalidDataException("its beginning is of no image");
        var pixels = (long)info.Width * info.Height;
        var most = MostPixels * 8 / Math.Max(8, info.BitsPerChannel);
        if (pixels is <= 0 || pixels > most)
            throw new InvalidDataException($"{info.Width} x {info.Height} pixels, valid are at most {most} in all");
        if (LeastLength(beginning, pixels) > image.Length)
            throw new InvalidDataException($"it ends too early: {image.Length} bytes for {info.Width} x {info.Height} pixels");
        return new(info.Width, info.Height, info.ColorComponents is ColorComponents.RedGreenBlue or ColorComponents.RedGreenBlueAlpha)
        {
            bytesPerPixel = (int)info.ColorComponents * Math.Max(8, info.BitsPerChannel) / 8,
        };
    }

    /// <summary>Looks through compressed pixels, which may unpack to any length.</summary>
    /// <exception cref="InvalidDataException">They unpack to more than the header says, or the file is cut off.</exception>
    public void CheckUnpacked(byte[] image)
    {
        if (!image.AsSpan().StartsWith(Png)) return;
        // A byte before each row, of which an interlaced one has twice as many, each of whole bytes.
        PngChunks.Check(image, ((long)Width * Height * bytesPerPixel) + (4L * (Height + 8)));
    }

    private static bool IsKnown(byte[] beginning) =>
        beginning.AsSpan().StartsWith(Png) || beginning.AsSpan().StartsWith("GIF8"u8) || beginning.AsSpan().StartsWith("BM"u8)
        || (beginning[0], beginning[1]) == (0xFF, 0xD8);

    // Bitmaps are not compressed, and a code of a GIF's compression stands for so many pixels at most.
    private static long LeastLength(byte[] beginning, long pixels)
    {
        if (beginning.AsSpan().StartsWith("GIF8"u8)) return pixels / MostPixelsOfCode;
        if (!beginning.AsSpan().StartsWith("BM"u8)) return 0;
        var isOld = BinaryPrimitives.ReadUInt32LittleEndian(beginning.AsSpan(14)) == 12;
        return pixels * BinaryPrimitives.ReadUInt16LittleEndian(beginning.AsSpan(isOld ? 24 : 28)) / 8;
    }
}
