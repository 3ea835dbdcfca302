using Alma.Runs.Catalog;
using Alma.Runs.Metrics;

namespace Alma.Runs.Tests.Catalog;

public sealed class RunCatalogTests : IDisposable
{
    /// <summary>Linux gives out no process number as high as this.</summary>
    private const int NobodysProcessId = int.MaxValue - 1;
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Theory]
    [InlineData(RunState.Running, CatalogState.Running)]
    [InlineData(RunState.Done, CatalogState.Done)]
    [InlineData(RunState.Failed, CatalogState.Failed)]
    [InlineData(RunState.Interrupted, CatalogState.Interrupted)]
    public void List_RunOfThisProcess_HasTheStateOfItsManifest(RunState state, CatalogState expected)
    {
        Write("run", Manifests.Running() with { State = state });

        Assert.Equal(expected, Assert.Single(List()).State);
    }

    [Fact]
    public void List_ProcessGoneOnThisHost_IsDead()
    {
        Write("run", Manifests.Running() with { ProcessId = NobodysProcessId });

        Assert.Equal(CatalogState.Dead, Assert.Single(List()).State);
    }

    [Fact]
    public void List_ProcessNumberTakenByALaterProcess_IsDead()
    {
        var folder = Write("run", Manifests.Running());
        File.SetLastWriteTimeUtc(folder.ManifestFile, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(CatalogState.Dead, Assert.Single(List()).State);
    }

    [Fact]
    public void List_ProcessOfAnotherHost_IsRunning()
    {
        Write("run", Manifests.Running() with { Host = "elsewhere", ProcessId = NobodysProcessId });

        Assert.Equal(CatalogState.Running, Assert.Single(List()).State);
    }

    [Fact]
    public void List_DamagedRun_IsListedWithTheReasonBesideTheOthers()
    {
        Write("good", Manifests.Running());
        var bad = Write("bad", Manifests.Running());
        File.WriteAllText(bad.ManifestFile, "{");

        var entry = Assert.Single(List(), run => run.State == CatalogState.Unreadable);

        Assert.Equal(2, List().Count);
        Assert.Equal(bad.Path, entry.Path);
        Assert.StartsWith($"{bad.ManifestFile}, line 1: ", entry.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void List_RunWithClasses_NamesTheWorstAfterTheLastMegabatch()
    {
        var folder = Write("run", Manifests.Running() with { Classes = ["ara", "owl"] });
        using (var log = MetricLog.Open(folder.MetricsFile))
        {
            for (var k = 0; k < 2; k++)
            {
                log.Write(new MetricRow(k, Splits.Test, k, MetricNames.Accuracy, 0.5));
                log.Write(new MetricRow(k, Splits.Test, k, MetricNames.ClassAccuracy(k), 0.25 + k));
                log.Write(new MetricRow(k, Splits.Test, k, MetricNames.ClassAccuracy(1 - k), double.NaN));
                log.Write(new MetricRow(k, Splits.Test, k, MetricNames.ClassAccuracy(5), 2));
            }
        }

        Assert.Equal(new ClassResult("owl", 1.25), Assert.Single(List()).WorstClass);
    }

    [Fact]
    public void List_RunWithoutManifest_IsUnreadable()
    {
        var folder = RunFolder.Create(temporary.File("run"));
        File.WriteAllText(folder.MetricsFile, "");

        Assert.Equal($"{folder.ManifestFile} is missing.", Assert.Single(List()).Problem);
    }

    [Fact]
    public void List_SweepFolderWithAConfigOfItsOwn_IsSearched()
    {
        Write("sweep/run", Manifests.Running());
        File.WriteAllText(temporary.File("sweep/config.yaml"), "");

        Assert.Equal(temporary.File("sweep/run"), Assert.Single(List()).Path);
    }

    [Fact]
    public void List_RunsWithinAFolderThatHoldsARunItself_AreListedToo()
    {
        Write("sweep/seed=0", Manifests.Running());
        Write("sweep/seed=1/deeper/run", Manifests.Running());
        File.WriteAllText(temporary.File("sweep/metrics.jsonl"), "");

        Assert.Equal(["run", "seed=0", "sweep"], List().Select(run => Path.GetFileName(run.Path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void List_RunsAtSeveralDepths_ComeNewestFirst()
    {
        var start = Manifests.Running().Started;
        Write("a/b/c/middle", Manifests.Running() with { Started = start.AddHours(1) });
        Write("oldest", Manifests.Running() with { Started = start });
        Write("sweep/newest", Manifests.Running() with { Started = start.AddHours(2) });

        Assert.Equal(["newest", "middle", "oldest"], List().Select(run => Path.GetFileName(run.Path)));
    }

    [Fact]
    public void List_LinkToARun_IsNotFollowed()
    {
        Write("run", Manifests.Running());
        Directory.CreateSymbolicLink(temporary.File("link"), temporary.File("run"));
        Directory.CreateSymbolicLink(temporary.File("loop"), temporary.FullPath);

        Assert.Single(List());
    }

    [Fact]
    public void List_FoldersTooDeep_AreNotSearched()
    {
        Write("1/2/3/4/5/6/7/run", Manifests.Running());

        Assert.Empty(List());
    }

    [Fact]
    public void List_NoSuchFolder_IsEmpty() => Assert.Empty(RunCatalog.List(temporary.File("absent")));

    [Fact]
    public void List_EvaluatedRun_HasItsLatestTestAccuracy()
    {
        var folder = Write("run", Manifests.Running());
        using (var log = MetricLog.Open(folder.MetricsFile))
        {
            log.Write(new MetricRow(0, Splits.Test, 0, MetricNames.Accuracy, 0.25));
            log.Write(new MetricRow(1, Splits.Test, 1, MetricNames.Accuracy, 0.5));
            log.Write(new MetricRow(1, Splits.Test, 1, MetricNames.Error, 0.75));
            log.Write(new MetricRow(2, Splits.Train, 0, MetricNames.Accuracy, 0.875));
        }

        Assert.Equal(0.5, Assert.Single(List()).TestAccuracy);
    }

    private IReadOnlyList<CatalogEntry> List() => RunCatalog.List(temporary.FullPath);

    private RunFolder Write(string path, RunManifest manifest)
    {
        var folder = RunFolder.Create(temporary.File(path));
        manifest.Write(folder);
        return folder;
    }
}
