using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Data.Tests.Stores;

/// <summary>Files of an export hold the examples in order, and what is wrong with a store ends it with the store's own words.</summary>
public sealed class StoreExportTests : IDisposable
{
    private const int RowCount = 5000; // more than DuckDB takes at once

    private readonly TemporaryFolder data = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => data.Dispose();

    [Fact]
    public void Write_OfATable_IsImportedAsTheSame()
    {
        var store = Table();

        var copy = Import("copy", new ImportRequest([Written(store, Token)]) { TimeColumn = "when" });

        Assert.Equal(store.Manifest.Dumps[0].Files, copy.Manifest.Dumps[0].Files); // to the byte
        Assert.Equivalent(store.Manifest.Columns, copy.Manifest.Columns);
    }

    [Fact]
    public void Write_OfImagesLargerThanAChunk_HasAllOfThem()
    {
        const int side = 1536; // of 2.4 MB: DuckDB is given two at a time
        var images = Enumerable.Range(0, 5).Select(k => ListedSource.Image(k, "a", side)).ToArray();
        var store = Import("images", new ListedSource([], images), new ImportRequest(["images"]));
        List<byte> encoded = [];
        var export = new StoreExport(store, (pixels, _) =>
        {
            encoded.Add(pixels[0]);
            return pixels[..4];
        });

        export.Write(export.Parts[0], data.Write("images.parquet", ""), Token);

        Assert.Equal([0, 1, 2, 3, 4], encoded);
        using var file = new ParquetFile(data.File("images.parquet"));
        Assert.Equal([0, 1, 2, 3, 4], file.Rows([0]).Select(row => ((byte[])row[0]!)[0]));
    }

    [Theory]
    [InlineData("values", "found the SHA-256")]
    [InlineData("times", "found the SHA-256")]
    [InlineData("tests", "found the SHA-256")]
    public void Write_OfADamagedStore_SaysWhichFile(string file, string found)
    {
        var store = Table();
        var path = Directory.EnumerateFiles(store.FullPath, file, SearchOption.AllDirectories).Single();
        using (var open = new FileStream(path, FileMode.Open)) open.WriteByte(201);

        var refusal = Assert.Throws<DatasetException>(() => Written(store, Token));

        Assert.StartsWith($"{path}: {found}", refusal.Message);
    }

    [Fact]
    public void Write_ThatIsBrokenOff_SaysSo() =>
        Assert.Throws<OperationCanceledException>(() => Written(Table(), new CancellationToken(true)));

    [Fact]
    public void Write_OfAnImageThatCannotBeEncoded_FailsWithWhatTheEncoderSays()
    {
        var store = Import("images", ListedSource.Images(3, ["a"]), new ImportRequest(["images"]));
        var export = new StoreExport(store, (_, _) => throw new DatasetException("no PNG of it"));

        var failure = Assert.Throws<DatasetException>(() => export.Write(export.Parts[0], data.Write("images.parquet", ""), Token));

        Assert.Equal("no PNG of it", failure.Message);
    }

    private string Written(Store store, CancellationToken cancellation)
    {
        var path = data.Write("table.parquet", "");
        var export = new StoreExport(store, (_, _) => []);
        export.Write(Assert.Single(export.Parts), path, cancellation);
        return path;
    }

    private Store Table()
    {
        ImportedColumn[] columns =
        [
            new("number", ColumnKind.Number), new("truth", ColumnKind.Boolean), new("town", ColumnKind.Category),
            new("day", ColumnKind.Date),
        ];
        var start = new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc);
        var rows = Enumerable.Range(0, RowCount).Select(k => ListedSource.Row(
            $"{k % 3}", k % 7 == 0 ? null : k / 4.0, k % 5 == 0 ? null : k % 2 == 0, k % 11 == 0 ? null : $"town {k / 1000}",
            k % 13 == 0 ? null : start.AddDays(k)) with
        {
            Time = k % 17 == 0 ? null : start.AddSeconds(k),
        });
        return Import("table", new ListedSource(columns, [.. rows]), new ImportRequest(["table"]) { TimeColumn = "when" });
    }

    private Store Import(string name, ImportRequest request)
    {
        using var source = ImportFormats.Open(request, Token);
        return Import(name, source, request);
    }

    private Store Import(string name, ImportSource source, ImportRequest request) => StoreImport.Make(
        new StoreFolder(data.FullPath), name, source, new ImportPlan(request, TimeProvider.System) { TestShare = 0 }, Token).Store;
}
