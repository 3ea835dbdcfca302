using System.Buffers.Binary;

namespace Alma.Data.Imports;

/// <summary>
/// Looks at the schema of a file of Arrow before its library does, which reads columns in columns however deep they lie and has no end
/// where a damaged one is in itself: that would be the end of the process. What a schema is made of: Arrow's <c>Schema.fbs</c>, in
/// FlatBuffers.
/// </summary>
internal static class ArrowSchemaCheck
{
    private const int MaxDepth = 32;
    private const int MaxFields = 1 << 17;
    private const int MaxBytes = 1 << 24;
    private const int SchemaOfMessage = 2; // header
    private const int SchemaOfFooter = 1;
    private const int FieldsOfSchema = 1;
    private const int ChildrenOfField = 5;
    private const int FileMark = 6; // ARROW1

    /// <param name="file">At its start, where it is again afterwards.</param>
    /// <param name="isFile">Whether it is of the file format, whose schema stands at the end.</param>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static void Run(Stream file, bool isFile)
    {
        var schema = isFile ? Footer(file) : FirstMessage(file);
        file.Position = 0;
        var left = MaxFields;
        if (schema is null || Table(schema, 0) is not { } root) return; // the library says what is wrong
        if (Follow(schema, root, isFile ? SchemaOfFooter : SchemaOfMessage) is { } table) Walk(schema, table, FieldsOfSchema, 0, ref left);
    }

    private static void Walk(byte[] schema, int table, int vector, int depth, ref int left)
    {
        if (depth > MaxDepth) throw new InvalidDataException($"columns in columns deeper than {MaxDepth}");
        if (Follow(schema, table, vector) is not { } start || Number(schema, start) is not { } count) return;
        for (var k = 0; k < count; k++)
        {
            if (--left < 0) throw new InvalidDataException($"more than {MaxFields} columns");
            if (Table(schema, start + 4 + (4L * k)) is not { } child) return;
            Walk(schema, child, ChildrenOfField, depth + 1, ref left);
        }
    }

    // What a field of a table leads to: its vtable says where it stands.
    private static int? Follow(byte[] schema, int table, int field)
    {
        if (Number(schema, table) is not { } back || Short(schema, (long)table - back) is not { } length) return null;
        var place = 4 + (2 * field);
        if (place + 2 > length || Short(schema, (long)table - back + place) is not { } offset || offset == 0) return null;
        return Table(schema, (long)table + offset);
    }

    private static int? Table(byte[] schema, long place) =>
        Number(schema, place) is { } offset && place + offset is >= 0 and <= int.MaxValue and var at ? (int)at : null;

    private static int? Number(byte[] schema, long place) => place >= 0 && place + 4 <= schema.Length
        ? BinaryPrimitives.ReadInt32LittleEndian(schema.AsSpan((int)place))
        : null;

    private static int? Short(byte[] schema, long place) => place >= 0 && place + 2 <= schema.Length
        ? BinaryPrimitives.ReadUInt16LittleEndian(schema.AsSpan((int)place))
        : null;

    // Since version 0.15 four bytes of ones stand before the length.
    private static byte[]? FirstMessage(Stream file)
    {
        var length = Length(file);
        if (length == -1) length = Length(file);
        return length is { } bytes ? Read(file, bytes) : null;
    }

    private static byte[]? Footer(Stream file)
    {
        if (file.Length < FileMark + 4) return null;
        file.Position = file.Length - FileMark - 4;
        if (Length(file) is not { } length || length < 0 || file.Length - FileMark - 4 - length < 0) return null;
        file.Position = file.Length - FileMark - 4 - length;
        return Read(file, length);
    }

    private static byte[]? Read(Stream file, int length)
    {
        if (length > MaxBytes) throw new InvalidDataException($"a schema of {length} bytes, valid are at most {MaxBytes}");
        if (length < 0) return null;
        var schema = new byte[Math.Min(length, file.Length - file.Position)];
        file.ReadExactly(schema);
        return schema;
    }

    private static int? Length(Stream file)
    {
        var bytes = new byte[4];
        return file.ReadAtLeast(bytes, 4, throwOnEndOfStream: false) == 4 ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : null;
    }
}
