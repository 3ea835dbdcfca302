using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Alma.Data.Tests.Cifar;

/// <summary>Writes 8-bit RGB PNGs chunk by chunk, without the code under test.</summary>
internal static class PngBytes
{
    /// <param name="planes">(N, 3, 1024), of which each image becomes a row.</param>
    public static byte[] OfPlanes(byte[] planes)
    {
        var interleaved = new byte[planes.Length];
        for (var i = 0; i < planes.Length; i++)
        {
            var (image, channel, pixel) = (i / 3072, i % 3072 / 1024, i % 1024);
            interleaved[image * 3072 + pixel * 3 + channel] = planes[i];
        }
        return Of(1024, planes.Length / 3072, interleaved);
    }

    /// <param name="rgb">(height, width, 3), or less where the PNG is to be wrong.</param>
    public static byte[] Of(int width, int height, byte[] rgb)
    {
        using var png = new MemoryStream();
        png.Write([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "IDAT"u8, Compressed(width, rgb));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Compressed(int width, byte[] rgb)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            foreach (var row in rgb.Chunk(3 * width))
            {
                zlib.WriteByte(0); // no filter
                zlib.Write(row);
            }
        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream png, ReadOnlySpan<byte> type, byte[] content)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        png.Write(length);
        png.Write(type);
        png.Write(content);
        var check = new Crc32();
        check.Append(type);
        check.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(length, check.GetCurrentHashAsUInt32());
        png.Write(length);
    }
}
