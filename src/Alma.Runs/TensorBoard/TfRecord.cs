using System.Buffers.Binary;
using System.Numerics;

namespace Alma.Runs.TensorBoard;

/// <summary>The frame of a TFRecord: length (8 bytes), its masked CRC (4), content, its masked CRC (4), all little-endian.</summary>
internal static class TfRecord
{
    private const ulong LongestRecord = 1 << 26;
    private const int CrcLength = sizeof(uint);
    private const int HeaderLength = sizeof(ulong) + CrcLength;

    public static void Write(Stream stream, ReadOnlySpan<byte> content)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[sizeof(ulong)..], Crc32C.Masked(header[..sizeof(ulong)]));
        Span<byte> footer = stackalloc byte[CrcLength];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Crc32C.Masked(content));
        stream.Write(header);
        stream.Write(content);
        stream.Write(footer);
    }

    /// <summary>The content of the next record, or null at the end of the file.</summary>
    /// <param name="path">For error messages.</param>
    public static byte[]? Read(FileStream file, string path)
    {
        var offset = file.Position;
        if (offset == file.Length)
            return null;
        var header = Take(file, HeaderLength, path, offset);
        Check(header.AsSpan(0, sizeof(ulong)), header.AsSpan(sizeof(ulong)), "length", path, offset);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(header);
        if (length > LongestRecord)
            throw Damaged(path, offset, $"a record of {length} bytes is no event");
        var content = Take(file, (int)length, path, offset);
        Check(content, Take(file, CrcLength, path, offset), "content", path, offset);
        return content;
    }

    public static RunFolderException Damaged(string path, long offset, string reason, Exception? cause = null)
    {
        var message = $"{path}, record at byte {offset}: {reason}.";
        return cause is null ? new RunFolderException(message) : new RunFolderException(message, cause);
    }

    private static byte[] Take(FileStream file, int length, string path, long offset)
    {
        if (file.Length - file.Position < length)
            throw Damaged(path, offset, "the file ends within it");
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static void Check(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> storedCrc, string part, string path, long offset)
    {
        if (Crc32C.Masked(bytes) != BinaryPrimitives.ReadUInt32LittleEndian(storedCrc))
            throw Damaged(path, offset, $"its {part} does not match its checksum");
    }
}

/// <summary>The CRC-32C (Castagnoli) of TFRecord files, in the masked form in which they store it.</summary>
internal static class Crc32C
{
    private const uint MaskDelta = 0xa282ead8;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>A record that holds CRCs would have a weak CRC itself, so TFRecord rotates and shifts them.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes) => unchecked(BitOperations.RotateRight(Of(bytes), 15) + MaskDelta);
}
