using System.Text;

namespace Alma.Data.Fetching;

/// <summary>
/// Looks through the headers of a tar archive before it is read: <c>System.Formats.Tar</c> makes a buffer as large as a header of a long
/// name or of attributes says, up to two gigabytes, before a byte of it is there.
/// </summary>
internal static class TarHeaders
{
    private const int BlockBytes = 512;
    private const int MostMetadataBytes = 1 << 16;

    private static readonly Range size = 124..136;
    private static readonly Range checksum = 148..156;
    private const int TypeAt = 156;

    /// <exception cref="InvalidDataException">A header is damaged, or asks for more than one is known to.</exception>
    public static void Check(Stream tar)
    {
        var block = new byte[BlockBytes];
        while (tar.ReadAtLeast(block, BlockBytes, throwOnEndOfStream: false) == BlockBytes)
        {
            if (!block[checksum].AsSpan().ContainsAnyExcept((byte)0, (byte)' ', (byte)'0')) return; // the end
            var bytes = Number(block[size]);
            var isMetadata = (char)block[TypeAt] is 'x' or 'g' or 'L' or 'K';
            if (isMetadata && bytes > MostMetadataBytes)
                throw new InvalidDataException($"its archive has a header of {bytes} bytes, at most {MostMetadataBytes} are expected");
            Pass(tar, bytes, isMetadata);
        }
    }

    // What is passed over comes in whole blocks.
    private static void Pass(Stream tar, long bytes, bool isMetadata)
    {
        var chunk = new byte[1 << 16];
        for (var left = (bytes + BlockBytes - 1) / BlockBytes * BlockBytes; left > 0;)
        {
            var read = tar.ReadAtLeast(chunk.AsSpan(0, (int)Math.Min(left, chunk.Length)), 1, throwOnEndOfStream: false);
            if (read == 0) return; // the reader will say that it ends too early
            left -= read;
            if (isMetadata && chunk.AsSpan(0, read).IndexOf("size="u8) >= 0)
                throw new InvalidDataException("its archive gives a size in a header of attributes, which no file of so few bytes needs");
        }
    }

    // Octal digits, or where that would be too short a number of eight bytes after a mark.
    private static long Number(ReadOnlySpan<byte> field)
    {
        if (field[0] >= 0x80) throw new InvalidDataException("its archive has a header of more bytes than it can have");
        var digits = Encoding.Latin1.GetString(field).Trim('\0', ' ');
        return digits.All(digit => digit is >= '0' and <= '7')
            ? digits.Aggregate(0L, (number, digit) => (number * 8) + (digit - '0'))
            : throw new InvalidDataException("its archive has a damaged header");
    }
}
