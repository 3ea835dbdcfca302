using Alma.GeneratedRuns;
using Alma.Reports.Logs;
using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Metrics;
using DuckDB.NET.Data;

namespace Alma.Reports.Tests.Logs;

public sealed class RunLogsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RunLogsTests()
    {
        foreach (var rate in new[] { "0.01", "0.1", "1" })
            foreach (var seed in new[] { 0, 1 })
                new GeneratedRun { Rate = rate, Seed = seed, MegabatchCount = 3, EpochCount = 2 }
                    .Write(folder.File($"lr{rate}-seed{seed}"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Where_ByTextNumberAndPredicate_KeepsTheRunsOfThatConfig()
    {
        var logs = RunLogs.Read(folder.FullPath);

        Assert.Equal(6, logs.Count);
        Assert.Equal(["0.01", "0.1", "1"], logs.Values("clmodel.optim.lr"));
        Assert.Equal(2, logs.Where("clmodel.optim.lr", 1.0).Count);
        Assert.Equal(2, logs.Where("clmodel.optim.lr", 1e-2).Count);
        Assert.Empty(logs.Where("clmodel.optim.lr", "1e-2"));
        Assert.Equal(["lr0.1-seed1"], logs.Where("clmodel.optim.lr", "0.1").Where("seed", 1).Select(run => Path.GetFileName(run.Path)));
        Assert.Equal(4, logs.Where("clmodel.optim.lr", text => text != "1").Count);
        Assert.Equal(3, logs.Where(run => run.Manifest.Seed == 0).Count);
    }

    [Fact]
    public void Where_ByAKeyThatNoConfigHas_SaysWhichAreAlike() => Assert.Equal(
        "No config of these 6 runs has the key optim.lr. There is: clmodel.optim.lr.",
        Assert.Throws<ArgumentException>(() => RunLogs.Read(folder.FullPath).Where("optim.lr", 1)).Message);

    [Fact]
    public void Extremes_OverRuns_AreThoseOfTheSummaries()
    {
        var logs = RunLogs.Read(folder.FullPath);
        var accuracies = Directory.GetDirectories(folder.FullPath)
            .Order(StringComparer.Ordinal)
            .Select(RunFolder.Open)
            .Select(RunSummary.Read)
            .SelectMany(run => run.Megabatches.Select(megabatch => (run.Path, megabatch.Megabatch, Value: megabatch.Accuracy!.Value)))
            .ToList();

        var best = logs.ArgMax("test/accuracy")!;

        Assert.Equal(accuracies.Max(found => found.Value), logs.Max("test/accuracy"));
        Assert.Equal(accuracies.Min(found => found.Value), logs.Min("test/accuracy"));
        Assert.Equal(accuracies.MaxBy(found => found.Value), (best.Run.Path, best.Point.Megabatch, best.Point.Value));
        Assert.Equal(accuracies.MinBy(found => found.Value).Path, logs.ArgMin("test/accuracy")!.Run.Path);
        Assert.Equal(accuracies.Where(found => found.Path == logs[0].Path).Max(found => found.Value), logs[0].Max("test/accuracy"));
        Assert.Null(logs.Max("test/no_such_metric"));
        Assert.Throws<ArgumentException>(() => logs[0].Series("accuracy"));
    }

    [Fact]
    public void Series_WithNaN_HasItAndPassesOverItInExtremes()
    {
        var series = new MetricSeries("test/loss", [new(0, 0, double.NaN), new(1, 1, 2), new(2, 2, 3), new(3, 3, 3)]);

        Assert.Equal(new MetricPoint(2, 2, 3), series.ArgMax);
        Assert.Equal((2, 3, 3), (series.Min!.Value, series.Max!.Value, series.Last!.Value));
        Assert.Equal(
            (null, null, null),
            (new MetricSeries("test/loss", []).ArgMax, new MetricSeries("test/loss", []).Min, new MetricSeries("test/loss", []).Last));
    }

    [Fact]
    public void Table_OfTwoMetrics_HasARowPerStepWithTheConfigBeside()
    {
        var table = RunLogs.Read(folder.FullPath).ToTable("test/accuracy", "validation/loss");

        Assert.Equal(["run", "megabatch", "step", "test/accuracy", "validation/loss"], table.Columns.Take(5).Select(column => column.Name));
        Assert.All(table.Columns, column => Assert.Equal(table.RowCount, column.Count));
        // Per megabatch two epochs with a loss, of which one may be at the step of the accuracy.
        Assert.Equal(6 * 3 * 2, ((NumberColumn)table.Columns[4]).Values.Count(value => value is not null));
        Assert.Equal(6 * 3, ((NumberColumn)table.Columns[3]).Values.Count(value => value is not null));
        Assert.Equal(
            [0.01, 0.1, 1],
            ((NumberColumn)table.Columns.Single(column => column.Name == "clmodel.optim.lr")).Values.OfType<double>().Distinct());
        Assert.Equal(
            "SGD", Assert.IsType<StringColumn>(table.Columns.Single(column => column.Name == "clmodel.optim.class_name")).Values[0]);
    }

    [Fact]
    public void Table_WrittenAsCsvAndParquet_IsReadBackByOthers()
    {
        var table = RunLogs.Read(folder.FullPath).ToTable("test/accuracy");
        var (csv, parquet) = (folder.File("t.csv"), folder.File("new/t.parquet"));

        table.WriteCsv(csv);
        table.WriteParquet(parquet);

        Assert.Equal(((NumberColumn)table.Columns[3]).Values.Sum()!.Value, Ask($"SELECT sum(\"test/accuracy\") FROM '{csv}'"), 1e-9);
        Assert.Equal(((NumberColumn)table.Columns[3]).Values.Sum()!.Value, Ask($"SELECT sum(\"test/accuracy\") FROM '{parquet}'"), 1e-9);
        Assert.Equal(1.11 / 3, Ask($"SELECT avg(\"clmodel.optim.lr\") FROM '{parquet}'"), 1e-9);
        Assert.Equal([parquet], Directory.GetFiles(folder.File("new")));
    }

    [Fact]
    public void Read_OfADamagedRun_NamesItAndReadsTheOthers()
    {
        var bad = Directory.GetDirectories(folder.FullPath).Order(StringComparer.Ordinal).First();
        File.WriteAllText(Path.Combine(bad, "run.json"), "{");

        var logs = RunLogs.Read(folder.FullPath);

        Assert.Equal(5, logs.Count);
        Assert.StartsWith(bad, Assert.Single(logs.Problems), StringComparison.Ordinal);
        Assert.Equal(MetricNames.Accuracy, logs[0].Series("test/accuracy").Name.Split('/')[1]);
    }

    private static double Ask(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (double)command.ExecuteScalar()!;
    }
}
