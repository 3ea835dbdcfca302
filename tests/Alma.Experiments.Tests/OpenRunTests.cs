using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Data.Tests.Stores;
using Alma.Experiments.Checkpoints;
using Alma.Learning.Training;
using Alma.Runs;
using Alma.Runs.Catalog;
using Alma.Runs.Locking;
using Alma.Runs.Metrics;
using Alma.Testing;

namespace Alma.Experiments.Tests;

/// <summary>Runs without an end: each dump is learned when it has come, as if those after it were not known.</summary>
public sealed class OpenRunTests : IDisposable
{
    private static readonly string[][] dumps =
        [["owl", "crow"], ["owl", "crow"], ["owl", "tern"], ["ara", "crow", "owl", "tern"]];

    private readonly TemporaryFolder stores = new();
    private readonly TinyRun runs = new();

    public void Dispose()
    {
        runs.Dispose();
        stores.Dispose();
    }

    /// <summary>What a model is depends on no later dump, so one that knew them all learns the same.</summary>
    [Theory]
    [InlineData("own/mlp")]
    [InlineData("own/gmoe")]
    [InlineData("own/ensemble")]
    [InlineData("own/mlp", "+stream.train.wait=2")]
    public void DumpByDump_GivesTheWeightsOfTheRunOnAllOfThem(string recipe, params string[] overrides)
    {
        Import(dumps[0]);
        var path = runs.NewPath();
        for (var k = 0; k < dumps.Length; k++)
        {
            if (k > 0) Add(dumps[k]);
            Learn(Request(recipe, [.. overrides, $"run_dir={path}"]), path, k);
        }

        var whole = runs.Start(TinyRun.Request(recipe, [.. Keys, .. overrides]));
        var kept = RunFolder.Open(path);

        Assert.All(Enumerable.Range(0, dumps.Length), k => Assert.Equal(WeightsOf(whole, k), WeightsOf(kept, k)));
    }

    [Fact]
    public void Learn_OfOneOrOfManyDumpsThatLay_LeavesTheSame()
    {
        Import(dumps[0]);
        var (early, late) = (runs.NewPath(), runs.NewPath());
        for (var k = 0; k < dumps.Length; k++)
        {
            if (k > 0) Add(dumps[k]);
            Learn(Request("own/mlp", $"run_dir={early}"), early, k);
        }

        for (var k = 0; k < dumps.Length; k++) Learn(Request("own/mlp", $"run_dir={late}"), late, k);

        Assert.Equal(WithoutTimes(early), WithoutTimes(late));
    }

    [Fact]
    public void Learn_StoppedInADump_GoesOnToTheSameBits()
    {
        Import(dumps[0]);
        foreach (var dump in dumps.Skip(1)) Add(dump);
        var (whole, cut) = (runs.NewPath(), runs.NewPath());
        for (var k = 0; k < dumps.Length; k++)
        {
            Learn(Request("own/gmoe", $"run_dir={whole}"), whole, k);
            var request = Request("own/gmoe", $"run_dir={cut}", "checkpoint.every_epochs=1");
            var steps = 0;
            Assert.Throws<OperationCanceledException>(() => Learn(request, cut, k, (_, stop) =>
            {
                if (++steps == 5) stop.Cancel();
            }));
            Assert.Equal(RunState.Interrupted, RunManifest.Read(RunFolder.Open(cut)).State);
            Learn(request, cut, k);
        }

        Assert.Equal(WithoutTimes(whole), WithoutTimes(cut));
        Assert.Equal(WeightsOf(RunFolder.Open(whole), 3), WeightsOf(RunFolder.Open(cut), 3));
    }

    [Fact]
    public void Learn_OfAllThereIs_LeavesARunThatWaits()
    {
        Import(dumps[0]);
        Add(dumps[2]);
        var path = runs.NewPath();

        Learn(Request("own/mlp", $"run_dir={path}"), path, 0);
        Learn(Request("own/mlp", $"run_dir={path}"), path, 1);

        var folder = RunFolder.Open(path);
        var manifest = RunManifest.Read(folder);
        Assert.Equal(RunState.Waiting, manifest.State);
        Assert.Equal(CatalogState.Waiting, RunCatalog.StateOf(folder, manifest));
        Assert.Equal((2, 2, 0), (manifest.MegabatchesDone, manifest.MegabatchesTotal, manifest.Resumptions));
        Assert.Equal(["crow", "owl", "tern"], manifest.Classes);
        Assert.Equal(6, manifest.DatasetChecksums["birds"].Count);
        Assert.Null(manifest.Ended);
        Assert.False(File.Exists(folder.DoneFile));
    }

    [Fact]
    public void Learn_OfADumpThatHasChanged_IsRefused()
    {
        Import(dumps[0]);
        Add(dumps[1]);
        var path = runs.NewPath();
        Learn(Request("own/mlp", $"run_dir={path}"), path, 0);
        new StoreFolder(stores.FullPath).Remove("birds");
        Import(dumps[1], from: 7);
        Add(dumps[1]);

        var refused = Assert.Throws<RunFolderException>(() => Learn(Request("own/mlp", $"run_dir={path}"), path, 1));

        Assert.Contains("0000/values is not the file that the run began with", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Of the files of many dumps none stays open.</summary>
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void Learn_LeavesNoFileOpen(string keepInMemory)
    {
        if (!OperatingSystem.IsLinux()) return;
        Import(dumps[0]);
        var path = runs.NewPath();
        string[] overrides = [$"run_dir={path}", $"stream.train.keep_in_memory={keepInMemory}"];
        Learn(Request("own/mlp", overrides), path, 0);
        var before = OpenFiles();
        for (var k = 1; k < 4; k++)
        {
            Add(dumps[k]);
            Learn(Request("own/mlp", overrides), path, k);
        }

        Assert.Equal(before, OpenFiles());
    }

    private static int OpenFiles() => Directory.EnumerateFiles("/proc/self/fd")
        .Count(file => new FileInfo(file).LinkTarget?.Contains("/own/birds/", StringComparison.Ordinal) == true);

    // On the first k + 1 dumps, as a run without an end does when the last of them has come.
    private static void Learn(
        RunRequest open, string path, int k, Action<TrainingPosition, CancellationTokenSource>? atStep = null)
    {
        var request = open.OnDumps(store => store.WithFirstDumps(k + 1));
        using var datasets = RunDatasets.Load(request.Options, (_, _) => throw new InvalidOperationException());
        var device = ComputeDevice.Choose(request.Config, request.Options);
        using var cancellation = new CancellationTokenSource();
        var watcher = new TinyRun.SilentWatcher(position => atStep?.Invoke(position, cancellation));
        var run = new ExperimentRun(watcher, TimeProvider.System, "test");
        using var held = RunFolder.IsAt(path)
            ? RunLock.Acquire(RunFolder.Open(path), TimeProvider.System)
            : run.Prepare(request, datasets, device);
        var file = new CheckpointFile(held.Folder, request.Options.Checkpoint, request.Options.Clmodel);
        Assert.Equal(k, file.NextMegabatch());
        run.Learn(request, datasets, device, held, cancellation.Token);
        Assert.Equal(k + 1, file.NextMegabatch());
    }

    private string[] Keys =>
    [
        $"data_dir={stores.FullPath}", "data=birds", "stream.train.by=dump", "threads=1", "clmodel.max_epochs=3",
        "clmodel.training_batch_size=16", "clmodel.validation_proportion=0.25", "replay=0.5",
    ];

    private RunRequest Request(string recipe, params string[] overrides) => RunRequest.Read(
        new Alma.Config.RecipeCatalog([TinyRun.Configs]).Find(recipe), [.. Keys, .. overrides], ["alma", "keep"], isOpen: true);

    private void Import(string[] classes, int from = 0) => StoreImport.Make(
        new StoreFolder(stores.FullPath), "birds", Source(classes, from), Plan, CancellationToken.None);

    private void Add(string[] classes) => StoreImport.Add(
        new StoreFolder(stores.FullPath), "birds", Source(classes, 0), Plan, CancellationToken.None);

    private static ImportPlan Plan => new(new ImportRequest(["made-up"]), TimeProvider.System);

    private static ListedSource Source(string[] classes, int from) => new([], [.. Enumerable.Range(from, 48)
        .Select(k => ListedSource.Image(k * 3, classes[k % classes.Length], side: 8))]);

    private static byte[] WeightsOf(RunFolder folder, int megabatch)
    {
        using var model = SafetensorsFile.Read(folder.ModelFile(megabatch));
        return [.. model.Names.Order(StringComparer.Ordinal).SelectMany(name => model[name].bytes.ToArray())];
    }

    private static string[] WithoutTimes(string path) =>
        [.. MetricLog.Read(RunFolder.Open(path).MetricsFile)
            .Where(row => !row.Name.EndsWith("_seconds", StringComparison.Ordinal))
            .Select(row => row.ToString())];
}
