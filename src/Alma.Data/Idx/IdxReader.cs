using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Alma.Data.Idx;

/// <summary>Takes one IDX file off a stream that may end early, go on too long or claim any size.</summary>
internal sealed class IdxReader(Stream content, long storedLength, string name)
{
    public const byte UnsignedByte = 0x08;

    // Images compress to about a fifth; a file that compresses better makes the buffer grow.
    private const int UsualCompression = 8;

    public (ImmutableArray<int> Dimensions, byte[] Values) Read()
    {
        var dimensions = ReadDimensions();
        var count = CountOf(dimensions);
        var values = ReadValues(count);
        if (content.ReadByte() != -1)
            throw Wrong($"bytes after the {count} values that its dimensions announce", "none");
        return (dimensions, values);
    }

    private ImmutableArray<int> ReadDimensions()
    {
        Span<byte> magic = stackalloc byte[4];
        var length = content.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        if (length < 4 || magic[..3] is not [0, 0, UnsignedByte] || magic[3] is not (1 or 3))
        {
            var found = length == 0 ? "an empty file" : $"the first bytes {Convert.ToHexString(magic[..length])}";
            throw Wrong(found, "00000801 (labels) or 00000803 (images)");
        }
        Span<byte> sizes = stackalloc byte[4 * magic[3]];
        if (content.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false) < sizes.Length)
            throw Wrong("a file that ends inside its header", $"{magic[3]} dimensions");
        var dimensions = ImmutableArray.CreateBuilder<int>(magic[3]);
        for (; sizes.Length > 0; sizes = sizes[4..])
            dimensions.Add(BinaryPrimitives.ReadInt32BigEndian(sizes));
        return dimensions.MoveToImmutable();
    }

    private int CountOf(ImmutableArray<int> dimensions)
    {
        var count = 1L;
        foreach (var dimension in dimensions)
        {
            // A uint32 above int.MaxValue reads as negative.
            if (dimension <= 0 || count > Array.MaxLength / dimension)
            {
                var found = $"the dimensions {string.Join(" x ", dimensions.Select(d => (uint)d))}";
                throw Wrong(found, $"dimensions of at least 1 and at most {Array.MaxLength} values in all");
            }
            count *= dimension;
        }
        return (int)count;
    }

    private byte[] ReadValues(int count)
    {
        var values = new byte[Math.Min(count, storedLength * UsualCompression)];
        var length = 0;
        while (true)
        {
            length += content.ReadAtLeast(values.AsSpan(length), values.Length - length, throwOnEndOfStream: false);
            if (length == count) return values;
            if (length < values.Length)
                throw Wrong($"{length} values", $"{count}, as its dimensions announce");
            Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
        }
    }

    private DatasetException Wrong(string found, string expected) => DatasetException.Wrong(name, found, expected);
}
