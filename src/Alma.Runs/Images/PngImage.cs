using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Alma.Runs.Images;

/// <summary>Images of a data set as PNG files (ISO/IEC 15948), for reports and TensorBoard: 8 bits a channel, without a filter.</summary>
public static class PngImage
{
    private const byte Gray = 0;
    private const byte Colour = 2;
    private static readonly byte[] signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Encodes one image: in colour where it has three channels, else its first channel in gray.</summary>
    /// <param name="pixels">(C, H, W), a byte each.</param>
    /// <exception cref="ArgumentException">There are not so many bytes.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int channels, int height, int width)
    {
        if (pixels.Length != (long)channels * height * width)
            throw new ArgumentException(
                $"an image ({channels}, {height}, {width}) has {(long)channels * height * width} bytes, not {pixels.Length}");
        var shown = channels == 3 ? 3 : 1;
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, shown == 3 ? Colour : Gray);
        using var file = new MemoryStream();
        file.Write(signature);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compressed(Scanlines(pixels, shown, height, width)));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Row by row the kind of filter, which is none, and the pixels with their channels side by side.</summary>
    private static byte[] Scanlines(ReadOnlySpan<byte> pixels, int channels, int height, int width)
    {
        var lines = new byte[height * (1 + (width * channels))];
        var next = 0;
        for (var y = 0; y < height; y++)
        {
            next++;
            for (var x = 0; x < width; x++)
                for (var channel = 0; channel < channels; channel++)
                    lines[next++] = pixels[(((channel * height) + y) * width) + x];
        }

        return lines;
    }

    private static byte[] Compressed(byte[] lines)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize)) zlib.Write(lines);
        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        var check = new Crc32();
        check.Append(type);
        check.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, check.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
