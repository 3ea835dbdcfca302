using System.Globalization;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Runs.Images;
using BenchmarkDotNet.Attributes;
using DuckDB.NET.Data;

namespace Alma.Benchmarks;

/// <summary>
/// Data of one's own from files to a store on the disk: a table of 20 numbers and a label, and a folder of images of 28x28. Beside the
/// tables: DuckDB, which reads all of the same file into a table in memory, on one thread as the imports.
/// </summary>
public class Imports
{
    private const int RowCount = 200_000;
    private const int ColumnCount = 20;
    private const int ImageCount = 5_000;
    private const int Side = 28;
    private DirectoryInfo root = null!;

    private string Csv => In("table.csv");

    private string Parquet => In("table.parquet");

    private string Images => In("images");

    /// <summary>Says how large the tables' files are, for megabytes per second.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        root = Directory.CreateTempSubdirectory("alma-benchmark-");
        using (var table = new StreamWriter(Csv))
        {
            var random = new Random(1);
            table.WriteLine($"label,{string.Join(',', Enumerable.Range(0, ColumnCount).Select(k => $"x{k}"))}");
            for (var row = 0; row < RowCount; row++)
            {
                table.Write((char)('a' + (row % 10)));
                for (var column = 0; column < ColumnCount; column++)
                    table.Write(string.Create(CultureInfo.InvariantCulture, $",{random.NextSingle() * 1000:F4}"));
                table.WriteLine();
            }
        }

        Execute($"COPY (FROM read_csv('{Csv}')) TO '{Parquet}' (FORMAT parquet)");
        MakeImages();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"// {RowCount} rows: {new FileInfo(Csv).Length / 1e6:F1} MB of CSV, {new FileInfo(Parquet).Length / 1e6:F1} MB of Parquet; "
            + $"{ImageCount} images"));
    }

    [GlobalCleanup]
    public void Release() => root.Delete(recursive: true);

    [Benchmark]
    public void ImportCsv() => Import(Csv);

    [Benchmark]
    public void DuckDbReadsCsv() => Execute($"CREATE TABLE held AS FROM read_csv('{Csv}')");

    [Benchmark]
    public void ImportParquet() => Import(Parquet);

    [Benchmark]
    public void DuckDbReadsParquet() => Execute($"CREATE TABLE held AS FROM read_parquet('{Parquet}')");

    [Benchmark]
    public void ImportImages() => Import(Images);

    private string In(string name) => Path.Combine(root.FullName, name);

    private void Import(string path)
    {
        var data = In("data");
        var request = new ImportRequest([path]);
        using (var source = ImportFormats.Open(request, CancellationToken.None))
            StoreImport.Make(
                new StoreFolder(data), "imported", source, new ImportPlan(request, TimeProvider.System), CancellationToken.None);
        Directory.Delete(data, recursive: true);
    }

    private static void Execute(string statement)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        foreach (var line in new[] { "SET threads = 1", statement })
        {
            using var command = connection.CreateCommand();
            command.CommandText = line;
            command.ExecuteNonQuery();
        }
    }

    private void MakeImages()
    {
        var random = new Random(2);
        var pixels = new byte[Side * Side];
        for (var image = 0; image < ImageCount; image++)
        {
            random.NextBytes(pixels);
            var folder = Directory.CreateDirectory(Path.Combine(Images, $"class{image % 10}"));
            File.WriteAllBytes(
                Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{image:D6}.png")),
                PngImage.Encode(pixels, 1, Side, Side));
        }
    }
}
