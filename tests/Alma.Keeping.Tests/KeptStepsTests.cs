using Alma.Config;
using Alma.Runs;
using Alma.Runs.Drift;
using Alma.Runs.Metrics;
using Alma.Runs.Registry;

namespace Alma.Keeping.Tests;

/// <summary>What a kept run does before and after it learns from a dump: it looks at the dump, and decides on its model.</summary>
public sealed class KeptStepsTests : IDisposable
{
    private readonly KeptPlace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Dumps_OfAKeptRun_AreLookedAtAndTheirModelsRegistered()
    {
        for (var k = 0; k < 3; k++) place.Put($"{k}.csv", k == 2 ? "abc" : "ab", count: 200, seed: k);

        place.Keep();

        var dumps = place.Keeping.Dumps;
        Assert.Contains(dumps[2].Warnings, told => told.EndsWith("classes that were not there before: c", StringComparison.Ordinal));
        Assert.All(dumps, dump => Assert.StartsWith($"version {dump.Megabatch} is ", dump.Promotion));
        Assert.Equal([0, 1, 2], ModelRegistry.Open(place.Run.ModelsFolder).Numbers());
        Assert.Equal(3, ArrivalReports.All(place.Run, 3).Count());
        var rows = MetricLog.Read(place.Run.MetricsFile).ToList();
        Assert.Equal([0, 1, 2], rows.Where(row => row.Name == MetricNames.ArrivalWarnings).Select(row => row.Megabatch));
        Assert.Equal([1, 2], rows.Where(row => row.Name == MetricNames.ArrivalError).Select(row => row.Megabatch));
        Assert.Equal(dumps[2].Warnings.Count, rows.Last(row => row.Name == MetricNames.ArrivalWarnings).Value);
        Assert.Contains("megabatch 2: warning: dump 2: classes that were not there before: c", File.ReadAllText(place.Run.LogFile));
        Assert.Contains("megabatch 0: version 0 is the champion: there was no champion", File.ReadAllText(place.Run.LogFile));
    }

    /// <summary>Stopped in the middle of an update, once it was saved there and once not: rows and registry are the same.</summary>
    [Theory]
    [InlineData("checkpoint.every_epochs=1")]
    [InlineData("checkpoint.every_epochs=100")]
    public void Rows_OfARunThatIsStopped_AreThoseOfTheUndisturbed(string checkpoint)
    {
        using var undisturbed = new KeptPlace();
        foreach (var one in new[] { place, undisturbed })
            for (var k = 0; k < 3; k++) one.Put($"{k}.csv", count: 100, seed: k);
        undisturbed.Keep(checkpoint);
        using (var stop = new CancellationTokenSource())
        {
            place.OnStep = position =>
            {
                if (position is { Megabatch: 1, Epoch: 1 }) stop.Cancel();
            };
            Assert.ThrowsAny<OperationCanceledException>(() => place.KeepUntil(stop, checkpoint));
            place.OnStep = null;
        }

        place.Keep(checkpoint);

        Assert.Equal(undisturbed.Rows(), place.Rows());
        Assert.Equal(Reports(undisturbed), Reports(place));
        Assert.Equal(History(undisturbed), History(place));
    }

    [Fact]
    public void Decision_ThatAKillPrevented_IsMadeUpForOnce()
    {
        place.Put("0.csv");
        place.Keep();
        var manifest = RunManifest.Read(place.Run);
        (manifest with { Keeping = place.Keeping with { Dumps = [place.Keeping.Dumps[0] with { Promotion = null }] } }).Write(place.Run);
        var registry = ModelRegistry.Open(place.Run.ModelsFolder);
        File.Delete(System.IO.Path.Combine(registry.Path, "champion"));
        File.Delete(System.IO.Path.Combine(registry.Path, "history.jsonl"));

        place.Keep();
        place.Keep();

        Assert.Equal(0, registry.Champion());
        Assert.Single(registry.History());
        Assert.StartsWith("version 0 is the champion", place.Keeping.Dumps[0].Promotion);
    }

    [Theory]
    [InlineData("registry.json")]
    [InlineData("champion")]
    public void Run_WithADamagedRegistry_LearnsAndTells(string file)
    {
        place.Put("0.csv");
        place.Keep();
        File.WriteAllText(System.IO.Path.Combine(place.Run.ModelsFolder, file), "damage");
        place.Put("1.csv", seed: 1);

        place.Keep();

        Assert.Equal(2, RunManifest.Read(place.Run).MegabatchesDone);
        Assert.StartsWith("no version was registered: ", place.Keeping.Dumps[1].Promotion);
        Assert.Contains(file, place.Keeping.Dumps[1].Promotion);
    }

    [Fact]
    public void Run_WithADamagedReport_LearnsAndTells()
    {
        place.Put("0.csv");
        place.Keep();
        File.WriteAllText(place.Run.DriftFile(0), "damage");
        place.Put("1.csv", seed: 1);

        place.Keep();

        Assert.Equal(2, RunManifest.Read(place.Run).MegabatchesDone);
        Assert.DoesNotContain(MetricLog.Read(place.Run.MetricsFile), row => row.Megabatch == 1 && row.Name == MetricNames.ArrivalError);
    }

    [Fact]
    public void Run_ThatKeepsNoModels_RegistersNothing()
    {
        place.Put("0.csv");
        place.Put("1.csv", seed: 1);

        place.Keep("checkpoint.keep_models=false");

        Assert.All(place.Keeping.Dumps, dump => Assert.Null(dump.Promotion));
        Assert.Null(ArrivalReports.Read(place.Run, 1)!.Error);
    }

    [Fact]
    public void Hook_ThatCannotBeRun_IsRefusedAtOnce()
    {
        place.Put("0.csv");
        place.Keep();

        var fault = Assert.Throws<ConfigException>(() => KeptConfigCheck.RefuseHook(place.Request("promote.hook=[deploy,'{model}']")));

        Assert.Contains("promote.hook: found {model}, valid are {version}", fault.Message);
    }

    private static string[] Reports(KeptPlace kept) =>
        [.. Enumerable.Range(0, 3).Select(k => File.ReadAllText(kept.Run.DriftFile(k)))];

    private static IEnumerable<(int, RegistryAction, string)> History(KeptPlace kept) =>
        ModelRegistry.Open(kept.Run.ModelsFolder).History().Select(record => (record.Version, record.Action, record.Reason));
}
