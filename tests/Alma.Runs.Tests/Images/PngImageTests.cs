using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Alma.Runs.Images;

namespace Alma.Runs.Tests.Images;

public sealed class PngImageTests
{
    [Fact]
    public void Encode_GrayImage_HasItsRowsAfterTheirFilter()
    {
        var chunks = Chunks(PngImage.Encode([1, 2, 3, 4, 5, 6], channels: 1, height: 2, width: 3));

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0], chunks[0].Content);
        Assert.Equal([0, 1, 2, 3, 0, 4, 5, 6], Inflated(chunks[1].Content));
    }

    [Fact]
    public void Encode_ColourImage_HasItsChannelsSideBySide()
    {
        var chunks = Chunks(PngImage.Encode([1, 2, 10, 20, 100, 200], channels: 3, height: 1, width: 2));

        Assert.Equal(2, chunks[0].Content[9]);
        Assert.Equal([0, 1, 10, 100, 2, 20, 200], Inflated(chunks[1].Content));
    }

    [Fact]
    public void Encode_OfAChunkWithoutContent_HasTheChecksumThatAllPngFilesEndWith() =>
        Assert.Equal(
            [0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xae, 0x42, 0x60, 0x82], PngImage.Encode([7], 1, 1, 1)[^12..]);

    [Fact]
    public void Encode_WrongNumberOfBytes_IsRefused() => Assert.Throws<ArgumentException>(() => PngImage.Encode([1, 2, 3], 1, 2, 2));

    private static List<(string Type, byte[] Content)> Chunks(byte[] file)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }

        return chunks;
    }

    private static byte[] Inflated(byte[] content)
    {
        using var lines = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(content), CompressionMode.Decompress)) zlib.CopyTo(lines);
        return lines.ToArray();
    }
}
