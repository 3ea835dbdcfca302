using System.Buffers.Binary;

namespace Alma.Data.Imports;

/// <summary>
/// The header of IDX, the format of MNIST: two zeros, the type of the values, the number of dimensions, and each as a 32-bit number with
/// its largest byte first.
/// </summary>
internal static class IdxHeader
{
    private const int MostDimensions = 4;

    /// <summary>Opens the array behind it.</summary>
    /// <param name="content">At its beginning; closed with the array.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="DatasetException">It is no such array.</exception>
    public static StoredArray Open(Stream content, string name)
    {
        Span<byte> magic = stackalloc byte[4];
        if (content.ReadAtLeast(magic, 4, throwOnEndOfStream: false) < 4 || magic[..2] is not [0, 0] || magic[3] is 0 or > MostDimensions)
            throw Wrong(name, "a beginning of another format", $"IDX of 1 to {MostDimensions} dimensions");
        (char Kind, int Bytes) type = magic[2] switch
        {
            0x08 => ('u', 1),
            0x09 => ('i', 1),
            0x0B => ('i', 2),
            0x0C => ('i', 4),
            0x0D => ('f', 4),
            0x0E => ('f', 8),
            _ => throw Wrong(name, $"values of type 0x{magic[2]:X2}", "0x08, 0x09, 0x0B, 0x0C, 0x0D or 0x0E"),
        };
        Span<byte> sizes = stackalloc byte[4 * magic[3]];
        if (content.ReadAtLeast(sizes, sizes.Length, throwOnEndOfStream: false) < sizes.Length)
            throw Wrong(name, "a file that ends inside its header", $"{magic[3]} dimensions");
        var shape = new long[magic[3]];
        for (var k = 0; k < shape.Length; k++) shape[k] = BinaryPrimitives.ReadUInt32BigEndian(sizes[(4 * k)..]);
        return new StoredArray(content, name, new ArrayHeader(type.Kind, type.Bytes, IsBigEndian: true, shape));
    }

    private static DatasetException Wrong(string name, string found, string expected) =>
        new($"{name}: found {found}, expected {expected}.");
}
