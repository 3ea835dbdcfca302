using Alma.Data.Tests.Imports;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Alma.Fuzzing;

/// <summary>Right files of Arrow and Feather, small: of both formats, packed and not, of rows and of images.</summary>
internal static class ArrowSeeds
{
    public static byte[][] Files { get; } =
    [
        AsFile(Rows(), null), AsFile(Rows(), CompressionCodecType.Lz4Frame), AsFile(Rows(), CompressionCodecType.Zstd), AsStream(Rows()),
        AsStream(Images()),
    ];

    public static byte[][] Words { get; } =
    [
        .. FuzzedParser.Utf8("ARROW1", "FEA1", "huggingface", "label", "names", "{\"info\": {\"features\": {}}}"),
        [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0],
        [0, 0, 0, 0x10, 0, 0, 0, 0], [0x04, 0x22, 0x4D, 0x18], [0x28, 0xB5, 0x2F, 0xFD], [1, 0, 0, 0], [0x10, 0, 0, 0],
    ];

    private static RecordBatch Rows() => Batch(
        ("n", new DoubleArray.Builder().Append(1.5).AppendNull().Build()),
        ("k", new Int8Array.Builder().Append(1).Append(2).Build()),
        ("b", new BooleanArray.Builder().Append(true).AppendNull().Build()),
        ("day", new Date32Array.Builder().Append(new DateTime(2026, 1, 2)).AppendNull().Build()),
        ("town", new StringArray.Builder().Append("a").AppendNull().Build()),
        ("kind", new DictionaryArray(
            new DictionaryType(Int8Type.Default, StringType.Default, false), new Int8Array.Builder().Append(1).Append(0).Build(),
            new StringArray.Builder().Append("p").Append("q").Build())),
        ("list", Pairs(1, 2, 3, 4)),
        ("label", new StringArray.Builder().Append("x").Append("y").Build()));

    private static RecordBatch Images()
    {
        var type = new StructType([new Field("bytes", BinaryType.Default, true), new Field("path", StringType.Default, true)]);
        var bytes = new BinaryArray.Builder().Append(ImageSamples.All["bmp"].AsSpan()).Append(ImageSamples.All["bmp"].AsSpan()).Build();
        var paths = new StringArray.Builder().AppendNull().Append("x.bmp").Build();
        return Batch(
            ("image", new StructArray(type, 2, [bytes, paths], ArrowBuffer.Empty, 0)),
            ("label", new Int64Array.Builder().Append(1).Append(-1).Build()));
    }

    private static FixedSizeListArray Pairs(params double[] values)
    {
        var builder = new FixedSizeListArray.Builder(DoubleType.Default, 2);
        for (var k = 0; k < values.Length; k += 2)
        {
            builder.Append();
            ((DoubleArray.Builder)builder.ValueBuilder).Append(values[k]).Append(values[k + 1]);
        }

        return builder.Build();
    }

    private static RecordBatch Batch(params (string Name, IArrowArray Values)[] columns) => new(
        new Schema(
            columns.Select(column => new Field(column.Name, column.Values.Data.DataType, true)),
            new Dictionary<string, string>
            {
                ["huggingface"] = """{"info": {"features": {"label": {"names": ["rose", "tulip"], "_type": "ClassLabel"}}}}""",
            }),
        columns.Select(column => column.Values), columns[0].Values.Length);

    private static byte[] AsFile(RecordBatch batch, CompressionCodecType? codec)
    {
        using var file = new MemoryStream();
        var options = new IpcOptions { CompressionCodecFactory = new CompressionCodecFactory(), CompressionCodec = codec };
        using (var writer = new ArrowFileWriter(file, batch.Schema, leaveOpen: true, options))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return file.ToArray();
    }

    private static byte[] AsStream(RecordBatch batch)
    {
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, batch.Schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return stream.ToArray();
    }
}
