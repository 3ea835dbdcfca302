using Alma.Data.Imports;
using DuckDB.NET.Data;

namespace Alma.Data.Tests.Imports;

/// <summary>Parquet files, made by DuckDB.</summary>
public sealed class ParquetFileTests : IDisposable
{
    private const string Notes = """{"info": {"features": {"label": {"names": ["rose", "tulip"], "_type": "ClassLabel"}}}}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Images_OfHuggingFace_HaveTheNamesOfTheirClasses()
    {
        var image = Blob(ImageSamples.All["bmp"]);
        var path = Write(
            "train-00000-of-00001.parquet",
            $"SELECT {{'bytes': {image}, 'path': 'x.bmp'}} AS image, unnest([1, 0, -1, NULL]) AS label", Notes);

        using var source = Open(path);

        Assert.Empty(source.Columns);
        Assert.Equal(["rose", "tulip"], source.ClassNames);
        Assert.Equal(4, source.ExpectedCount);
        var read = source.Read(TestContext.Current.CancellationToken).ToList();
        Assert.Equal(["tulip", "rose", null, null], read.Select(example => example.Label));
        Assert.Equal(
            ImageFile.Read(ImageSamples.All["bmp"], "x", 3, null).Pixels, ((ImageValues)read[3].Values).Pixels);
        Assert.Equal(new ImportedPlace(path, 4), read[3].Place);
    }

    [Fact]
    public void Images_InSplits_AreTrainedAndTestedOn()
    {
        var select = $"SELECT {Blob(ImageSamples.All["gif"])} AS image, 3 AS label";
        string[] paths = [Write("test-00000-of-00001.parquet", select), Write("train-00000-of-00001.parquet", select)];

        using var source = Open(paths);

        Assert.Equal([true, false], source.Read(TestContext.Current.CancellationToken).Select(example => example.IsTest));
        using var alone = Open(paths[0]);
        Assert.False(alone.Read(TestContext.Current.CancellationToken).Single().IsTest);
    }

    [Fact]
    public void Columns_OfEveryType_AreValues()
    {
        var path = Write(
            "t.parquet",
            "SELECT * FROM (VALUES "
            + "(1::TINYINT, 2.5::DECIMAL(9,2), true, DATE '2026-01-02', 'a', [1.0, NULL]::FLOAT[], 'x', {'a': 1}), "
            + "(NULL, NULL, NULL, NULL, 'b', NULL, 'y', NULL)) AS t(i, d, b, day, town, list, label, other)");

        using var source = Open(path);

        Assert.Equal(
            [
                ("i", ColumnKind.Number), ("d", ColumnKind.Number), ("b", ColumnKind.Boolean), ("day", ColumnKind.Date),
                ("town", ColumnKind.Category), ("list[0]", ColumnKind.Number), ("list[1]", ColumnKind.Number),
            ],
            source.Columns.Select(column => (column.Name, column.Kind)));
        var read = source.Read(TestContext.Current.CancellationToken).ToList();
        Assert.Equal(["x", "y"], read.Select(example => example.Label));
        Assert.Equal(
            [1.0, 2.5, true, new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), "a", 1.0, null], ((RowValues)read[0].Values).Cells);
        Assert.Equal([null, null, null, null, "b", null, null], ((RowValues)read[1].Values).Cells);
        Assert.Contains("other (STRUCT", Assert.Single(source.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TIMESTAMP '2026-03-04 06:00:00'")]
    [InlineData("TIMESTAMPTZ '2026-03-04 08:00:00+02'")]
    [InlineData("'2026-03-04 06:00'")]
    [InlineData("TIMESTAMP_NS '2026-03-04 06:00:00'")]
    [InlineData("epoch(TIMESTAMP '2026-03-04 06:00:00')")]
    public void Time_OfEveryType_IsInUtc(string at)
    {
        var path = Write("t.parquet", $"SELECT 1 AS a, {at} AS at, 0 AS label");

        using var source = Open(request => request with { TimeColumn = "at" }, path);

        Assert.Equal(
            new DateTime(2026, 3, 4, 6, 0, 0, DateTimeKind.Utc), source.Read(TestContext.Current.CancellationToken).Single().Time);
    }

    [Theory]
    [InlineData("SELECT 1 AS a", "found no column called label or class or target")]
    [InlineData("SELECT 1 AS label", "found no column to learn from")]
    [InlineData("SELECT 1 AS a, 1.5 AS label", ":1: column label: found the label 1.5, expected whole numbers or text")]
    [InlineData("SELECT 1 AS a, DATE '2026-01-01' AS label", "column label: found labels of type DATE")]
    [InlineData("SELECT unnest([[1, 2], [1]]) AS a, 1 AS label", ":2: column a: found a list of 1 numbers, expected 2 as before")]
    [InlineData("SELECT {'bytes': NULL::BLOB, 'path': 'x'} AS image, 1 AS label", ":1: column image: found no bytes of an image")]
    [InlineData("SELECT 'abc'::BLOB AS image, 1 AS label", ":1: found no image that can be read")]
    [InlineData("SELECT [1] AS a, 1 AS \"a[0]\", 1 AS label", "found two columns called 'a[0]'")]
    public void File_ThatCannotBeTaken_IsRefusedByName(string select, string told)
    {
        var path = Write("t.parquet", select);

        var refused = Refused(path);

        Assert.StartsWith(path, refused, StringComparison.Ordinal);
        Assert.Contains(told, refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Label_BeyondItsNames_IsRefused() => Assert.Contains(
        ":1: column label: found the label 2, expected one of its 2 classes, 0 to 1",
        Refused(Write("t.parquet", "SELECT 1 AS a, 2 AS label", Notes)), StringComparison.Ordinal);

    [Fact]
    public void Files_OfOtherColumns_AreRefused()
    {
        var (first, other) = (Write("1.parquet", "SELECT 1 AS a, 1 AS label"), Write("2.parquet", "SELECT 'x' AS a, 1 AS label"));

        Assert.StartsWith($"{other}: found the columns a (VARCHAR), label (INTEGER), expected those of", Refused(first, other));
    }

    /// <summary>Whatever bytes are changed, it is read or refused, and never anything else.</summary>
    [Fact]
    public void File_ThatIsDamaged_IsReadOrRefused()
    {
        var whole = File.ReadAllBytes(Write("t.parquet", "SELECT k AS a, [k, 1] AS b, 'x' || k AS label FROM range(50) r(k)", Notes));
        var random = new Random(5);
        for (var trial = 0; trial < 150; trial++)
        {
            var damaged = random.Next(4) == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (var k = 0; k < 3 && damaged.Length > 0; k++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var path = folder.Write("damaged.parquet", damaged);
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

    private static ImportSource Open(params string[] paths) => Open(request => request, paths);

    private static ImportSource Open(Func<ImportRequest, ImportRequest> change, params string[] paths) =>
        ImportFormats.Open(change(new ImportRequest(paths)), TestContext.Current.CancellationToken);

    private static string Refused(params string[] paths) => Assert.Throws<DatasetException>(() =>
    {
        using var source = Open(paths);
        _ = source.Read(TestContext.Current.CancellationToken).Count();
    }).Message;

    private static string Blob(byte[] content) => $"from_hex('{Convert.ToHexString(content)}')";

    private string Write(string name, string select, string? notes = null)
    {
        var path = folder.File(name);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"COPY ({select}) TO '{path}' (FORMAT parquet{(notes is null ? "" : $", KV_METADATA {{huggingface: '{notes}'}}")})";
        command.ExecuteNonQuery();
        return path;
    }
}
