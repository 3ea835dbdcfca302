using System.Buffers.Binary;
using System.IO.Compression;

namespace Alma.Data.Tests.Idx;

/// <summary>Writes IDX content byte by byte, right or wrong, without the code under test.</summary>
internal static class IdxBytes
{
    public static byte[] Of(uint[] dimensions, byte[] values)
    {
        var content = new byte[4 + 4 * dimensions.Length + values.Length];
        (content[2], content[3]) = (8, (byte)dimensions.Length);
        for (var d = 0; d < dimensions.Length; d++)
            BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(4 + 4 * d), dimensions[d]);
        values.CopyTo(content, 4 + 4 * dimensions.Length);
        return content;
    }

    public static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }
}
