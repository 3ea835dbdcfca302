using Alma.Files;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Memory;

namespace Alma.Data.Imports;

/// <summary>
/// A file of Apache Arrow: its file format, which is also Feather's version 2, or its stream format, which Hugging Face's datasets library
/// saves. One batch of rows is held at a time.
/// </summary>
internal sealed class ArrowFile : ITypedFile
{
    private readonly string path;

    /// <exception cref="DatasetException">It is no such file.</exception>
    public ArrowFile(string path)
    {
        this.path = path;
        using var reader = Open();
        (Columns, HuggingFace) = Guard(() => Described(reader.Schema));
    }

    public IReadOnlyList<TypedColumn> Columns { get; }

    public long? Count => null; // only the batches say

    public string? HuggingFace { get; }

    public IEnumerable<object?[]> Rows(IReadOnlyList<int> columns)
    {
        using var reader = Open();
        while (Guard(reader.ReadNextRecordBatch) is { } batch)
        {
            using (batch)
            {
                List<(IArrowArray Values, TypedKind Kind)> read = [.. columns.Select(k => (Guard(() => batch.Column(k)), Columns[k].Kind))];
                for (var row = 0; row < batch.Length; row++)
                    yield return Guard(() => read.Select(column => ArrowValues.At(column.Values, row, column.Kind)).ToArray());
            }
        }
    }

    public void Dispose()
    {
    }

    private static (List<TypedColumn> Columns, string? Notes) Described(Schema schema) => (
        [.. schema.FieldsList.Select(field => new TypedColumn(field.Name, ArrowValues.Kind(field.DataType), field.DataType.Name))],
        schema.HasMetadata ? schema.Metadata.GetValueOrDefault("huggingface") : null);

    private ArrowStreamReader Open() => Guard(() =>
    {
        var file = RegularFile.Open(path);
        var beginning = new byte[6];
        var isFile = file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) == beginning.Length
            && beginning.AsSpan().SequenceEqual("ARROW1"u8);
        if (beginning.AsSpan().StartsWith("FEA1"u8))
            throw new InvalidDataException("it is Feather's version 1; write it as version 2");
        file.Position = 0;
        ArrowSchemaCheck.Run(file, isFile);
        var (memory, codecs) = (new BoundedMemory(), new CompressionCodecFactory());
        return isFile ? new ArrowFileReader(file, memory, codecs, leaveOpen: false) : new ArrowStreamReader(file, memory, codecs, false);
    });

    // The reader raises all kinds of exceptions of damaged files, and wants as much memory for a header as they say.
    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damaged) when (damaged is not DatasetException)
        {
            throw new DatasetException($"{path}: found no Arrow or Feather that can be read ({damaged.Message.TrimEnd('.')}).", damaged);
        }
    }

    // A damaged file claims any length.
    private sealed class BoundedMemory() : NativeMemoryAllocator(DefaultAlignment)
    {
        private const int MostBytes = 1 << 28;

        protected override System.Buffers.IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated) =>
            length <= MostBytes
                ? base.AllocateInternal(length, out bytesAllocated)
                : throw new InvalidDataException($"a part of {length} bytes, valid are at most {MostBytes}; write smaller batches");
    }
}
