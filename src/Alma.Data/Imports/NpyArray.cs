using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Alma.Data.Imports;

/// <summary>
/// An array of NumPy's format NPY (numpy.lib.format, versions 1 to 3), read entry by entry of its first dimension. Numbers, booleans and
/// text of fixed length are read; Python objects and records are not.
/// </summary>
internal sealed partial class NpyArray : IDisposable
{
    private const int MostHeaderBytes = 1 << 16;
    private const int MostEntryBytes = 1 << 26;

    private static readonly byte[] magic = [0x93, .. "NUMPY"u8];

    private readonly Stream content;
    private readonly string name;
    private readonly byte[] entry;
    private readonly bool isBigEndian;
    private readonly char kind; // of NumPy: b, i, u, f, U or S
    private readonly int width; // bytes of a value
    private long read;

    /// <param name="content">Closed with this.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="DatasetException">It is no such array.</exception>
    public NpyArray(Stream content, string name)
    {
        (this.content, this.name) = (content, name);
        var header = Header();
        var type = Type().Match(header);
        if (!type.Success) throw Wrong($"values of {Described(header)}", "whole numbers, floats, booleans or text");
        (isBigEndian, kind) = (type.Groups[1].Value == ">", type.Groups[2].Value[0]);
        var count = int.Parse(type.Groups[3].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        if (count > MostEntryBytes / 4) throw Wrong($"values of {Described(header)}", "smaller ones");
        width = (kind == 'U' ? 4 : 1) * count;
        Shape = Dimensions(header);
        if (header.Contains("'fortran_order': True", StringComparison.Ordinal) && Shape.Length > 1)
            throw Wrong("an array in Fortran's order", "one in C's order, as numpy.ascontiguousarray gives");
        var bytes = Shape.Skip(1).Aggregate((Int128)width, (product, size) => product > MostEntryBytes ? product : product * size);
        if (bytes > MostEntryBytes || !IsKnown) throw Wrong($"entries of {bytes} bytes, values of {Described(header)}", "smaller ones");
        entry = new byte[(int)bytes];
    }

    /// <summary>The dimensions, at least one.</summary>
    public long[] Shape { get; }

    /// <summary>The values are bytes from 0 to 255.</summary>
    public bool IsBytes => (kind, width) == ('u', 1);

    /// <summary>The values are numbers or booleans.</summary>
    public bool IsNumeric => kind is not ('U' or 'S');

    /// <summary>Values of an entry.</summary>
    public int EntryLength => width == 0 ? 0 : entry.Length / width;

    private bool IsKnown => (kind, width) is ('b', 1) or ('i' or 'u', 1 or 2 or 4 or 8) or ('f', 2 or 4 or 8) or ('U' or 'S', > 0);

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="DatasetException">The file ends before its last entry, or goes on after it.</exception>
    public bool Next()
    {
        if (read == Shape[0])
            return content.ReadByte() == -1 ? false : throw Wrong($"bytes after its {read} entries", "none");
        if (content.ReadAtLeast(entry, entry.Length, throwOnEndOfStream: false) < entry.Length)
            throw Wrong($"{read} entries", $"{Shape[0]}, as its shape {Told} announces");
        read++;
        return true;
    }

    /// <summary>The bytes of the entry as they are stored.</summary>
    public ReadOnlySpan<byte> Bytes => entry;

    /// <summary>A numeric value of the entry.</summary>
    public double Number(int index)
    {
        var value = entry.AsSpan(index * width, width);
        Span<byte> ordered = stackalloc byte[width];
        value.CopyTo(ordered);
        if (isBigEndian) ordered.Reverse();
        return (kind, width) switch
        {
            ('b', _) => ordered[0] == 0 ? 0 : 1,
            ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(ordered),
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(ordered),
            ('f', _) => BinaryPrimitives.ReadDoubleLittleEndian(ordered),
            ('i', 1) => (sbyte)ordered[0],
            ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(ordered),
            ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(ordered),
            ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(ordered),
            (_, 1) => ordered[0],
            (_, 2) => BinaryPrimitives.ReadUInt16LittleEndian(ordered),
            (_, 4) => BinaryPrimitives.ReadUInt32LittleEndian(ordered),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(ordered),
        };
    }

    /// <summary>The first value of the entry as the name of a class: a whole number or a text.</summary>
    public string Label()
    {
        if (kind == 'S') return Encoding.UTF8.GetString(entry.AsSpan(0, width)).TrimEnd('\0');
        if (kind == 'U') return new UTF32Encoding(isBigEndian, false).GetString(entry.AsSpan(0, width)).TrimEnd('\0');
        var number = Number(0);
        return number == Math.Floor(number) && Math.Abs(number) < 1L << 53
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : throw Wrong($"the label {number.ToString(CultureInfo.InvariantCulture)}", "whole numbers or text");
    }

    /// <summary>The shape as NumPy prints it.</summary>
    public string Told => $"({string.Join(", ", Shape)})";

    public void Dispose() => content.Dispose();

    private string Header()
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
        return dimensions.Length is > 0 and <= 8 ? dimensions : throw Wrong($"{dimensions.Length} dimensions", "1 to 8");
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
