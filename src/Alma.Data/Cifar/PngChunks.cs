using System.Buffers.Binary;
using System.IO.Compression;

namespace Alma.Data.Cifar;

/// <summary>
/// Looks through a PNG before it is decoded, since a decoder takes as much memory as its chunks and its compressed pixels claim.
/// </summary>
internal static class PngChunks
{
    private const int SignatureLength = 8;
    private const int AroundContent = 12; // length and type before it, CRC behind
    private const uint Header = 0x49484452; // IHDR
    private const uint Pixels = 0x49444154; // IDAT
    private const uint End = 0x49454E44; // IEND

    /// <exception cref="InvalidDataException">
    /// A chunk reaches beyond the file, there is a second header, or the pixels unpack to more than that.
    /// </exception>
    public static void Check(byte[] png, long mostUnpackedBytes)
    {
        using var pixels = new MemoryStream();
        for (var at = SignatureLength; ;)
        {
            var length = at + AroundContent <= png.Length ? BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at)) : uint.MaxValue;
            if (length > png.Length - at - AroundContent)
                throw new InvalidDataException($"found a PNG that ends inside the chunk at byte {at}");
            var type = BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 4));
            if (type == End) break;
            if (type == Header && at > SignatureLength) throw new InvalidDataException($"found a PNG with a second header at byte {at}");
            if (type == Pixels) pixels.Write(png, at + 8, (int)length);
            at += AroundContent + (int)length;
        }
        pixels.Position = 0;
        CheckUnpacked(pixels, mostUnpackedBytes);
    }

    private static void CheckUnpacked(MemoryStream pixels, long mostBytes)
    {
        using var unpacked = new ZLibStream(pixels, CompressionMode.Decompress);
        var chunk = new byte[1 << 14];
        for (var left = mostBytes; ;)
        {
            var read = unpacked.Read(chunk);
            if (read == 0) return;
            left -= read;
            if (left < 0) throw new InvalidDataException($"found a PNG whose pixels unpack to more than {mostBytes} bytes");
        }
    }
}
