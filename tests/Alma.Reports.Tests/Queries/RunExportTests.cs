using Alma.GeneratedRuns;
using Alma.Reports.Queries;
using Alma.Runs.Catalog;
using Alma.Runs.Metrics;
using DuckDB.NET.Data;

namespace Alma.Reports.Tests.Queries;

public sealed class RunExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string log;

    public RunExportTests() =>
        log = new GeneratedRun { MegabatchCount = 20, EpochCount = 1 }.Write(folder.File("runs/it's one")).MetricsFile;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Export_AsParquetTwice_HasAllTablesAndLeavesNothingElse()
    {
        var tables = folder.File("new/tables");

        Store().Export(tables, TableFormat.Parquet, TestContext.Current.CancellationToken);
        var files = Store().Export(tables, TableFormat.Parquet, TestContext.Current.CancellationToken);

        Assert.Equal(
            StoredTable.All.Select(table => Path.Combine(tables, $"{table.Name}.parquet")).Order(StringComparer.Ordinal),
            Directory.GetFiles(tables).Order(StringComparer.Ordinal));
        foreach (var file in files)
            Assert.Equal([file.RowCount], Read($"SELECT count(*) FROM '{file.Path}'"));
        Assert.Equal(MetricLog.Read(log).Select(row => (object)row.Value), Read($"SELECT value FROM '{tables}/metrics.parquet'"));
        Assert.Equal(Enumerable.Range(0, 20).Cast<object>(), Read($"SELECT megabatch FROM '{tables}/megabatches.parquet'"));
        Assert.Equal(["it's one"], Read($"SELECT name FROM '{tables}/runs.parquet'"));
        Assert.Equal(["ZSTD"], Read($"SELECT DISTINCT compression FROM parquet_metadata('{tables}/metrics.parquet')"));
    }

    [Fact]
    public void Export_AsCsv_HasHeadAndRows()
    {
        var files = Store().Export(folder.File("tables"), TableFormat.Csv, TestContext.Current.CancellationToken);

        var megabatches = File.ReadAllLines(files.Single(file => file.Path.EndsWith("megabatches.csv", StringComparison.Ordinal)).Path);
        Assert.Equal(21, megabatches.Length);
        Assert.StartsWith("run,megabatch,error,", megabatches[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_AsParquet_IsOneFileAndAWrongOneLeavesTheOld()
    {
        var path = folder.File("new/answer.parquet");

        Assert.Equal(2, Store()
            .WriteParquet("SELECT megabatch, error FROM megabatches WHERE megabatch < 2;", path, TestContext.Current.CancellationToken));
        Assert.Throws<QueryException>(() =>
            Store().WriteParquet("SELECT mistake FROM megabatches", path, TestContext.Current.CancellationToken));

        Assert.Equal([0, 1], Read($"SELECT megabatch FROM '{path}' ORDER BY 1"));
        Assert.Equal([path], Directory.GetFiles(folder.File("new")));
    }

    private RunStore Store() => RunStore.Read(RunSelection.Find([folder.File("runs")]));

    // As any other program reads them.
    private static List<object> Read(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<object>();
        while (reader.Read()) values.Add(reader.GetValue(0));
        return values;
    }
}
