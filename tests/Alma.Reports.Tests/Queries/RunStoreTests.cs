using System.Globalization;
using Alma.GeneratedRuns;
using Alma.Reports.Queries;
using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Catalog;
using Alma.Runs.Metrics;

namespace Alma.Reports.Tests.Queries;

/// <summary>The tables say what the other readers of run folders say.</summary>
public sealed class RunStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Megabatches_OfRunsOfAllKinds_AreThoseOfTheReports()
    {
        foreach (var recipe in new[] { "made/single", "made/growing", "made/ensemble" })
            Make(recipe.Replace('/', '-'), new GeneratedRun { Recipe = recipe, MegabatchCount = 3 });

        var asked = Rows("SELECT * FROM megabatches ORDER BY ALL");

        var expected = Summaries().SelectMany(run => run.Megabatches.Select(megabatch => Line(
            run.Path, megabatch.Megabatch, megabatch.Error, megabatch.CumulativeError, megabatch.AverageError, megabatch.Accuracy,
            megabatch.Loss, megabatch.BestValidationAccuracy,
            megabatch.MultiplyAdds.Total, megabatch.CumulativeMultiplyAdds, megabatch.Parameters, megabatch.BytesToPredict,
            megabatch.MultiplyAdds.TrainForward, megabatch.MultiplyAdds.TrainBackward, megabatch.MultiplyAdds.Validate,
            megabatch.MultiplyAdds.Select, megabatch.MultiplyAdds.Evaluate,
            megabatch.Epochs, megabatch.UpdateSeconds, megabatch.EvaluateSeconds, megabatch.PeakResidentBytes)));
        Assert.Equal(expected, asked);
        Assert.Equal(9, asked.Count);
    }

    [Fact]
    public void Runs_DoneInterruptedAndJustBegun_AreThoseOfTheReports()
    {
        Make("done", new GeneratedRun { Recipe = "made/growing", MegabatchCount = 3, Seed = 7 });
        Make("half", new GeneratedRun { MegabatchCount = 3, Done = 1 });
        File.Delete(Make("begun", new GeneratedRun { MegabatchCount = 1, Done = 0 }).MetricsFile);

        var asked = Rows("""
            SELECT path, name, recipe, state, seed, megabatches_done, megabatches_total, command, version, threads, peak_resident_bytes,
                error, average_error, cumulative_error, accuracy, loss, cumulative_multiply_adds, parameters, bytes_to_predict, round(seconds, 6)
            FROM runs ORDER BY path
            """);

        var expected = Summaries().Select(run => Line(
            run.Path, Path.GetFileName(run.Path), run.Manifest.Recipe, run.State.ToString().ToLowerInvariant(), run.Manifest.Seed,
            run.Manifest.MegabatchesDone, run.Manifest.MegabatchesTotal,
            string.Join(' ', run.Manifest.CommandLine), run.Manifest.Version, run.Manifest.Threads, run.PeakResidentBytes,
            run.Last?.Error, run.Last?.AverageError, run.Last?.CumulativeError, run.Last?.Accuracy, run.Last?.Loss,
            run.Last?.CumulativeMultiplyAdds,
            run.Last?.Parameters, run.Last?.BytesToPredict, Math.Round(run.Seconds, 6)));
        Assert.Equal(expected, asked);
        Assert.Equal("begun|2026-11-23 10:00:00|", Assert.Single(Rows("SELECT name, started, ended FROM runs WHERE error IS NULL")));
    }

    [Fact]
    public void Classes_OfRuns_AreNamedWithTheirAccuracies()
    {
        var named = Make("named", new GeneratedRun { MegabatchCount = 2, Classes = ["it's", "owl"] });
        var numbered = Make("numbered", new GeneratedRun { MegabatchCount = 2 });
        MetricRow[] RowsOf(RunFolder run) => [.. MetricLog.Read(run.MetricsFile).Where(row => row.Split == Splits.Test)];
        string Name(RunFolder run, int label) => RunManifest.Read(run).NameOfClass(label);

        var classes = from run in new[] { named, numbered }
                      from row in RowsOf(run)
                      where row.Name.StartsWith(MetricNames.ClassAccuracyPrefix, StringComparison.Ordinal)
                      let label = int.Parse(row.Name.Split('/')[1], CultureInfo.InvariantCulture)
                      select Line(run.Path, row.Megabatch, label, Name(run, label), row.Value);
        var confusions = from run in new[] { named, numbered }
                         from row in RowsOf(run)
                         where row.Name.StartsWith(MetricNames.ConfusionPrefix, StringComparison.Ordinal)
                         let labels = row.Name.Split('/').Skip(1).Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray()
                         select Line(
                             run.Path, row.Megabatch, labels[0], Name(run, labels[0]), labels[1], Name(run, labels[1]), (long)row.Value);

        Assert.Equal(classes.Order(StringComparer.Ordinal), Rows("SELECT * FROM classes").Order(StringComparer.Ordinal));
        Assert.Equal(confusions.Order(StringComparer.Ordinal), Rows("SELECT * FROM confusions").Order(StringComparer.Ordinal));
        Assert.Contains("owl", Rows("SELECT DISTINCT choice_name FROM confusions"));
    }

    [Fact]
    public void Configs_OfRuns_HaveEveryKeyWithItsNumber()
    {
        var folder = Make("one", new GeneratedRun { Rate = "0.1", MegabatchCount = 1 });

        Assert.Equal(
            RunConfig.Read(folder).Values.Select(value => Line(folder.Path, value.Key, value.Value)).Order(StringComparer.Ordinal),
            Rows("SELECT run, key, value FROM configs ORDER BY key"));
        Assert.Equal(["0.1"], Rows("SELECT number FROM configs WHERE key = 'clmodel.optim.lr'"));
        Assert.Equal(
            ["SGD|"], Rows("SELECT DISTINCT config(run, 'clmodel.optim.class_name'), config(run, 'no.such.key') FROM megabatches"));
    }

    [Theory]
    [InlineData("it's a run")]
    [InlineData("50% [of] *.jsonl?")]
    [InlineData("lr=0.5,seed=1")]
    public void Metrics_OfARunWithAnOddName_AreItsRows(string name)
    {
        var folder = Make(name, new GeneratedRun { MegabatchCount = 2, EpochCount = 2 });

        Assert.Equal(Expected(folder), Rows("SELECT * FROM metrics"));
        Assert.Equal([Line(folder.Path, 2)], Rows("SELECT run, count(*) FROM megabatches GROUP BY run"));
    }

    [Fact]
    public void Metrics_ThatAreNoNumbers_ComeAsTheyAre()
    {
        var folder = Make("one", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        Append(
            folder,
            new MetricRow(1, Splits.Test, 1, MetricNames.Loss, double.NaN),
            new MetricRow(1, Splits.Test, 1, MetricNames.Error, double.NegativeInfinity),
            new MetricRow(1, Splits.Cost, 1, MetricNames.Parameters, double.PositiveInfinity));

        Assert.Equal(Expected(folder), Rows("SELECT * FROM metrics"));
        Assert.Equal(["NaN|-Infinity|"], Rows("SELECT loss, error, parameters FROM megabatches WHERE megabatch = 1"));
    }

    [Theory]
    [InlineData("{\"megabatch\":1,\"split\":\"te", RunState.Done)]
    [InlineData("{\"megabatch\":1,\"split\":\"test\",\"step\":1,\"name\":\"error\",\"value\":0.1}", RunState.Done)]
    [InlineData("", RunState.Running)]
    public void Metrics_OfARunThatIsAtWorkOrWasKilledInALine_AreItsWholeLines(string end, RunState state)
    {
        Make("other", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        var folder = Make("torn", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        File.AppendAllText(folder.MetricsFile, end);
        (RunManifest.Read(folder) with { State = state }).Write(folder);

        Assert.Equal(Expected(folder), Rows("SELECT * FROM metrics WHERE ends_with(run, 'torn')"));
        Assert.Equal(["other", "torn"], Rows("SELECT parse_filename(run) AS name FROM megabatches ORDER BY name"));
        Assert.Single(Summaries().Single(run => run.Path.EndsWith("torn", StringComparison.Ordinal)).Megabatches);
    }

    [Theory]
    [InlineData("what is this?")]
    [InlineData("{\"megabatch\":1,\"split\":\"test\",\"step\":1,\"name\":\"error\"}")]
    [InlineData("{\"megabatch\":1,\"split\":\"test\",\"step\":\"first\",\"name\":\"error\",\"value\":1}")]
    public void Metrics_WithADamagedLine_LeaveOutThatRunAndSayWhy(string line)
    {
        var good = Make("good", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        var bad = Make("bad", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        File.AppendAllText(bad.MetricsFile, line + "\n");
        var store = RunStore.Read(RunSelection.Find([folder.FullPath]));

        Assert.Equal([good.Path], store.Ask("FROM metrics").Rows.Select(row => row[0]).Distinct());
        Assert.StartsWith($"{bad.MetricsFile}, line ", Assert.Single(store.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_OfWhichOneHasNoManifest_AreTheOthers()
    {
        Make("good", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        File.WriteAllText(Make("bad", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 }).ManifestFile, "{");
        var store = RunStore.Read(RunSelection.Find([folder.FullPath]));

        Assert.Equal(["good"], store.Ask("SELECT name FROM runs").Rows.Select(row => row[0]));
        Assert.Contains("run.json, line 1: ", Assert.Single(store.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM metrics")]
    [InlineData("SELECT run FROM megabatches")]
    [InlineData("SELECT path AS run FROM runs WHERE accuracy IS NOT NULL")]
    public void Query_OfARunThatVanishesMeanwhile_IsAnsweredWithTheOthers(string sql)
    {
        var good = Make("good", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        var gone = Make("gone", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        var store = RunStore.Read(RunSelection.Find([folder.FullPath]));

        Directory.Delete(gone.Path, recursive: true);

        Assert.Equal([good.Path], store.Ask(sql).Rows.Select(row => row[0]).Distinct());
        Assert.Equal([$"{gone.Path}: the run is not there any more."], store.Problems);
    }

    [Fact]
    public void Query_OfARunWhoseFilesVanishAsItIsAsked_IsAnsweredWithTheOthers()
    {
        var good = Make("good", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        var gone = Make("gone", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });
        var store = RunStore.Read(RunSelection.Find([folder.FullPath]));
        store.Opened = () =>
        {
            if (Directory.Exists(gone.Path)) Directory.Delete(gone.Path, recursive: true);
        };

        Assert.Equal([good.Path], store.Ask("FROM metrics").Rows.Select(row => row[0]).Distinct());
        Assert.Equal([$"{gone.Path}: the run is not there any more."], store.Problems);
    }

    [Fact]
    public void Tables_OfTheSchema_AreThereWithTheirColumns()
    {
        Make("one", new GeneratedRun { MegabatchCount = 1, EpochCount = 1 });

        foreach (var table in StoredTable.All)
            Assert.Equal(
                table.Columns.Select(column => $"{column.Name}|{column.Type}"),
                Rows($"SELECT column_name, column_type FROM (DESCRIBE {table.Name})"));
        Assert.Equal(
            StoredTable.All.Select(table => table.Name).Order(StringComparer.Ordinal),
            Rows("SELECT name FROM (SHOW TABLES) ORDER BY name"));
    }

    private RunFolder Make(string name, GeneratedRun run) => run.Write(folder.File(name));

    private List<string> Rows(string sql) =>
        [.. RunStore.Read(RunSelection.Find([folder.FullPath])).Ask(sql).Rows.Select(row => Line([.. row]))];

    private List<RunSummary> Summaries() => [.. RunSelection.Find([folder.FullPath]).Select(RunSummary.Read)];

    private static List<string> Expected(RunFolder folder) =>
        [.. MetricLog.Read(folder.MetricsFile).Select(row => Line(folder.Path, row.Megabatch, row.Split, row.Step, row.Name, row.Value))];

    private static string Line(params object?[] values) => string.Join('|', values.Select(value =>
        value is DateTime time
            ? time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : Convert.ToString(value, CultureInfo.InvariantCulture)));

    private static void Append(RunFolder folder, params MetricRow[] rows)
    {
        using var log = MetricLog.Open(folder.MetricsFile);
        foreach (var row in rows) log.Write(row);
    }
}
