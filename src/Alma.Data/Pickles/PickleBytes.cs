using System.Buffers.Binary;
using System.Text;

namespace Alma.Data.Pickles;

/// <summary>Takes a pickle's instructions and their operands off its bytes, never beyond the end.</summary>
internal sealed class PickleBytes(ReadOnlyMemory<byte> content)
{
    private static readonly UTF8Encoding strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public int Position { get; private set; }

    public byte Byte() => Take(1).Span[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2).Span);

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4).Span);

    /// <summary>That many bytes, not copied.</summary>
    public ReadOnlyMemory<byte> Take(int count)
    {
        if (count < 0 || count > content.Length - Position)
            throw new InvalidDataException($"found a pickle that ends inside what begins at byte {Position}");
        var taken = content.Slice(Position, count);
        Position += count;
        return taken;
    }

    public string Text(int byteCount)
    {
        var at = Position;
        try
        {
            return strictUtf8.GetString(Take(byteCount).Span);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"found a text in the pickle at byte {at} that is not UTF-8", e);
        }
    }

    /// <summary>An ASCII line without its end, such as a module's name.</summary>
    public string Line()
    {
        var length = content.Span[Position..].IndexOf((byte)'\n');
        var line = Encoding.Latin1.GetString(Take(length).Span);
        Take(1);
        return line;
    }
}
