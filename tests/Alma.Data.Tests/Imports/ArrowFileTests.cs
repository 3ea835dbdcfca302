using Alma.Data.Imports;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace Alma.Data.Tests.Imports;

/// <summary>Files of Arrow and Feather, written by Arrow's library.</summary>
public sealed class ArrowFileTests : IDisposable
{
    private const string Notes = """{"info": {"features": {"label": {"names": ["rose", "tulip"], "_type": "ClassLabel"}}}}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("t.arrow", null)]
    [InlineData("t.feather", CompressionCodecType.Lz4Frame)]
    [InlineData("t.feather", CompressionCodecType.Zstd)]
    public void Columns_OfEveryType_AreValues(string name, CompressionCodecType? codec)
    {
        var path = Write(
            name, null, codec,
            ("i", new Int8Array.Builder().Append(1).AppendNull().Build()), ("u", new UInt64Array.Builder().Append(7).Append(8).Build()),
            ("f", new DoubleArray.Builder().Append(1.5).Append(double.NaN).Build()),
            ("b", new BooleanArray.Builder().Append(true).AppendNull().Build()),
            ("day", new Date32Array.Builder().Append(new DateTime(2026, 1, 2)).AppendNull().Build()),
            ("town", new StringArray.Builder().Append("a").Append("b").Build()),
            ("list", List(1, 2, 3, 4)), ("label", new StringArray.Builder().Append("x").AppendNull().Build()));

        using var source = Open(path);

        Assert.Equal(
            ["i", "u", "f", "b", "day", "town", "list[0]", "list[1]"], source.Columns.Select(column => column.Name));
        var read = source.Read(TestContext.Current.CancellationToken).ToList();
        Assert.Equal(["x", null], read.Select(example => example.Label));
        Assert.Equal(
            [1.0, 7.0, 1.5, true, new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), "a", 1.0, 2.0],
            ((RowValues)read[0].Values).Cells);
        Assert.Equal([null, 8.0, null, null, null, "b", 3.0, 4.0], ((RowValues)read[1].Values).Cells);
    }

    [Fact]
    public void Images_OfHuggingFacesStream_HaveTheNamesOfTheirClasses()
    {
        var image = Images(2);
        var path = WriteStream(
            "data.arrow", Batch(Notes, ("image", image), ("label", new Int64Array.Builder().Append(1).Append(-1).Build())));

        using var source = Open(path);

        Assert.Empty(source.Columns);
        Assert.Equal(["rose", "tulip"], source.ClassNames);
        var read = source.Read(TestContext.Current.CancellationToken).ToList();
        Assert.Equal(["tulip", null], read.Select(example => example.Label));
        Assert.Equal(ImageFile.Read(ImageSamples.All["bmp"], "x", 3, null).Pixels, ((ImageValues)read[1].Values).Pixels);
    }

    [Fact]
    public void Categories_OfADictionary_AreTexts()
    {
        var dictionary = new DictionaryArray(
            new DictionaryType(Int8Type.Default, StringType.Default, false), new Int8Array.Builder().Append(1).Append(0).Build(),
            new StringArray.Builder().Append("a").Append("b").Build());

        using var source = Open(Write("t.arrow", null, null, ("label", dictionary), ("a", List(1, 2, 3, 4))));

        Assert.Equal(["b", "a"], source.Read(TestContext.Current.CancellationToken).Select(example => example.Label));
    }

    [Fact]
    public void Feather_OfVersion1_IsRefused() =>
        Assert.Contains("it is Feather's version 1; write it as version 2", Refused(folder.Write("t.feather", [.. "FEA1"u8, 0, 0, 0, 0])));

    /// <summary>Its library would go on without an end, and end the process.</summary>
    [Theory]
    [InlineData("t.arrow")]
    [InlineData("data.arrow")]
    public void Column_ThatIsInItself_IsRefused(string name)
    {
        var list = List(1, 2, 3, 4);
        var label = new StringArray.Builder().Append("x").Append("y").Build();
        var path = name == "t.arrow"
            ? Write(name, null, null, ("a", list), ("label", label))
            : WriteStream(name, Batch(null, ("a", list), ("label", label)));
        var whole = File.ReadAllBytes(path);
        var refused = 0;
        for (var at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            foreach (var back in new byte[] { 0, 0xF0, 0xE8, 0xD0, 0xB0, 0x90 })
            {
                BitConverter.GetBytes(back == 0 ? 0 : (int)(sbyte)back).CopyTo(damaged.AsSpan(at - Math.Max(0, at + 4 - damaged.Length)));
                var copy = folder.Write($"in-itself-{name}", damaged);
                try
                {
                    using var source = Open(copy);
                }
                catch (DatasetException damage)
                {
                    if (damage.Message.Contains("columns in columns deeper than 32", StringComparison.Ordinal)) refused++;
                }
            }
        }

        Assert.True(refused > 0);
    }

    /// <summary>Whatever bytes are changed, it is read or refused, and never anything else.</summary>
    [Theory]
    [InlineData("t.arrow", null)]
    [InlineData("t.feather", CompressionCodecType.Lz4Frame)]
    public void File_ThatIsDamaged_IsReadOrRefused(string name, CompressionCodecType? codec)
    {
        var whole = File.ReadAllBytes(Write(
            name, Notes, codec, ("a", List(1, 2, 3, 4)), ("town", new StringArray.Builder().Append("a").Append("b").Build()),
            ("label", new StringArray.Builder().Append("x").AppendNull().Build())));
        var random = new Random(5);
        for (var trial = 0; trial < 300; trial++)
        {
            var damaged = random.Next(4) == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (var k = 0; k < 3 && damaged.Length > 0; k++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var path = folder.Write($"damaged-{name}", damaged);
            try
            {
                using var source = Open(path);
                _ = source.Read(TestContext.Current.CancellationToken).Count();
            }
            catch (DatasetException refused)
            {
                Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
            }
        }
    }

    private static FixedSizeListArray List(params double[] values)
    {
        var builder = new FixedSizeListArray.Builder(DoubleType.Default, 2);
        for (var k = 0; k < values.Length; k += 2)
        {
            builder.Append();
            ((DoubleArray.Builder)builder.ValueBuilder).Append(values[k]).Append(values[k + 1]);
        }

        return builder.Build();
    }

    private static StructArray Images(int count)
    {
        var (bytes, paths) = (new BinaryArray.Builder(), new StringArray.Builder());
        for (var k = 0; k < count; k++)
        {
            bytes.Append(ImageSamples.All["bmp"].AsSpan());
            paths.AppendNull();
        }

        var type = new StructType([new Field("bytes", BinaryType.Default, true), new Field("path", StringType.Default, true)]);
        return new StructArray(type, count, [bytes.Build(), paths.Build()], ArrowBuffer.Empty, 0);
    }

    private static RecordBatch Batch(string? notes, params (string Name, IArrowArray Values)[] columns)
    {
        var schema = new Schema(
            columns.Select(column => new Field(column.Name, column.Values.Data.DataType, true)),
            notes is null ? null : new Dictionary<string, string> { ["huggingface"] = notes });
        return new RecordBatch(schema, columns.Select(column => column.Values), columns[0].Values.Length);
    }

    private static ImportSource Open(string path) =>
        ImportFormats.Open(new ImportRequest([path]), TestContext.Current.CancellationToken);

    private static string Refused(string path) => Assert.Throws<DatasetException>(() => Open(path)).Message;

    private string Write(string name, string? notes, CompressionCodecType? codec, params (string Name, IArrowArray Values)[] columns)
    {
        var batch = Batch(notes, columns);
        using var content = new MemoryStream();
        var options = new IpcOptions { CompressionCodec = codec, CompressionCodecFactory = new CompressionCodecFactory() };
        using (var writer = new ArrowFileWriter(content, batch.Schema, leaveOpen: true, options))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return folder.Write(name, content.ToArray());
    }

    private string WriteStream(string name, RecordBatch batch)
    {
        using var content = new MemoryStream();
        using (var writer = new ArrowStreamWriter(content, batch.Schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return folder.Write(name, content.ToArray());
    }
}
