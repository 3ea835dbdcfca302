using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Alma.Data.Imports;

/// <summary>
/// An array in a file, of NumPy or in the format IDX, read entry by entry of its first dimension. Numbers, booleans and text of fixed
/// length are read.
/// </summary>
internal sealed class StoredArray : IDisposable
{
    private const int MostEntryBytes = 1 << 24;

    private readonly Stream content;
    private readonly string name;
    private readonly int entryBytes;
    private readonly bool isBigEndian;
    private readonly char kind; // of NumPy: b, i, u, f, U or S
    private readonly int width; // bytes of a value
    private byte[] entry = []; // from the first entry on: a header alone is to take no memory
    private long read;

    /// <param name="content">Behind its header; closed with this.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="DatasetException">Its values or entries are of a size that is not read.</exception>
    public StoredArray(Stream content, string name, ArrayHeader header)
    {
        (this.content, this.name) = (content, name);
        (kind, isBigEndian, Shape) = (header.Kind, header.IsBigEndian, header.Shape);
        width = header.Count > MostEntryBytes / 4 ? int.MaxValue : (kind == 'U' ? 4 : 1) * header.Count;
        var bytes = Shape.Skip(1).Aggregate((Int128)width, (product, size) => product > MostEntryBytes ? product : product * size);
        if (bytes > MostEntryBytes || !IsKnown) throw Wrong($"entries of {bytes} bytes, values of {kind}{header.Count}", "smaller ones");
        entryBytes = (int)bytes;
    }

    /// <summary>The dimensions, at least one.</summary>
    public long[] Shape { get; }

    /// <summary>The values are bytes from 0 to 255.</summary>
    public bool IsBytes => (kind, width) == ('u', 1);

    /// <summary>The values are numbers or booleans.</summary>
    public bool IsNumeric => kind is not ('U' or 'S');

    /// <summary>Values of an entry.</summary>
    public int EntryLength => width == 0 ? 0 : entryBytes / width;

    private bool IsKnown => (kind, width) is ('b', 1) or ('i' or 'u', 1 or 2 or 4 or 8) or ('f', 2 or 4 or 8) or ('U' or 'S', > 0);

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="DatasetException">The file ends before its last entry, or goes on after it.</exception>
    public bool Next()
    {
        if (read == Shape[0])
            return content.ReadByte() == -1 ? false : throw Wrong($"bytes after its {read} entries", "none");
        if (entry.Length < entryBytes) entry = new byte[entryBytes];
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

    private DatasetException Wrong(string found, string expected) => new($"{name}: found {found}, expected {expected}.");
}

/// <summary>What a file says of its array.</summary>
/// <param name="Kind">NumPy's letter: b, i, u, f, U or S.</param>
/// <param name="Count">Bytes of a value; letters, where it is text.</param>
/// <param name="Shape">The dimensions, at least one.</param>
internal sealed record ArrayHeader(char Kind, int Count, bool IsBigEndian, long[] Shape);
