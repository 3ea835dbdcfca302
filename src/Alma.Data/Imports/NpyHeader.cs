using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Alma.Data.Imports;

/// <summary>The header of NumPy's format NPY (numpy.lib.format, versions 1 to 3).</summary>
/// <param name="content">At its beginning; left behind the header.</param>
/// <param name="name">For messages.</param>
internal sealed partial class NpyHeader(Stream content, string name)
{
    private const int MostHeaderBytes = 1 << 16;
    private const int MostDimensions = 8;

    private static readonly byte[] magic = [0x93, .. "NUMPY"u8];

    /// <summary>Opens the array behind it.</summary>
    /// <exception cref="DatasetException">It is no such array.</exception>
    public static StoredArray Open(Stream content, string name) => new(content, name, new NpyHeader(content, name).Read());

    private ArrayHeader Read()
    {
        var header = Text();
        var type = Type().Match(header);
        if (!type.Success) throw Wrong($"values of {Described(header)}", "whole numbers, floats, booleans or text");
        var count = int.Parse(type.Groups[3].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var dimensions = Dimensions(header);
        return header.Contains("'fortran_order': True", StringComparison.Ordinal) && dimensions.Length > 1
            ? throw Wrong("an array in Fortran's order", "one in C's order, as numpy.ascontiguousarray gives")
            : new ArrayHeader(type.Groups[2].Value[0], count, type.Groups[1].Value == ">", dimensions);
    }

    private string Text()
    {
        Span<byte> start = stackalloc byte[8];
        if (content.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8 || !start[..6].SequenceEqual(magic) || start[6] is 0 or > 3)
            throw Wrong("a beginning of another format", "an array as numpy.save writes it");
        Span<byte> size = stackalloc byte[start[6] == 1 ? 2 : 4];
        var length = content.ReadAtLeast(size, size.Length, throwOnEndOfStream: false) < size.Length ? 0u
            : size.Length == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(size)
            : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length is 0 or > MostHeaderBytes) throw Wrong($"a header of {length} bytes", $"1 to {MostHeaderBytes}");
        var header = new byte[length];
        return content.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            ? Encoding.UTF8.GetString(header)
            : throw Wrong("a file that ends inside its header", "the whole of it");
    }

    private long[] Dimensions(string header)
    {
        var shape = Sizes().Match(header);
        string[] sizes = shape.Success
            ? shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [];
        var dimensions = new long[sizes.Length];
        for (var k = 0; k < sizes.Length; k++)
            if (!long.TryParse(sizes[k], NumberStyles.None, CultureInfo.InvariantCulture, out dimensions[k]))
                throw Wrong($"the dimension {sizes[k]}", "a whole number");
        return dimensions.Length is > 0 and <= MostDimensions
            ? dimensions
            : throw Wrong($"{dimensions.Length} dimensions", $"1 to {MostDimensions}");
    }

    private static string Described(string header) =>
        header.IndexOf("'descr':", StringComparison.Ordinal) is >= 0 and var at
            ? header[(at + 8)..Math.Min(header.Length, at + 48)].Trim()
            : "no type";

    private DatasetException Wrong(string found, string expected) => new($"{name}: found {found}, expected {expected}.");

    [GeneratedRegex(@"'descr':\s*'([<>|=]?)([biufUS])(\d{1,9})'")]
    private static partial Regex Type();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex Sizes();
}
