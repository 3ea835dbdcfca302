using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Data.Tests.Stores;
using Alma.Learning.Streams;
using Alma.Runs;
using Alma.Runs.Metrics;
using Alma.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Experiments.Tests;

/// <summary>A run whose data stays in its files is the run whose data is held in memory, to the bit.</summary>
public sealed class StoredDataTests : IDisposable
{
    private static readonly DateTime begin = new(2026, 1, 30, 12, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder data = new();
    private readonly TinyRun runs = new();

    public void Dispose()
    {
        runs.Dispose();
        data.Dispose();
    }

    [Theory]
    [InlineData("own/mlp", "data=pictures", "replay=0.5")]
    [InlineData("own/mlp", "data=rows", "stream.train.by=time", "n_megabatches=3", "evaluation.mode=next")]
    [InlineData("own/mlp", "data=pictures", "n_megabatches=3", "evaluation.mode=next")]
    [InlineData("own/mlp", "data=growing", "stream.train.by=dump")]
    [InlineData("own/gmoe", "data=rows", "n_megabatches=3", "replay=1.0")]
    [InlineData("own/ensemble", "data=pictures", "clmodel.training_batch_size=7")]
    [InlineData("mnist/kensemble", "stream.train.class_name=pictures", "clmodel.k=3")]
    [InlineData("mnist/adaboost", "stream.train.class_name=pictures")]
    [InlineData("own/vgg", "data=pictures", "clmodel.model.n_channels=2", "+clmodel.kornia_augs=[{name: RandomHorizontalFlip}]")]
    public void Run_WhoseDataStaysInFiles_GivesTheSameBits(string recipe, params string[] overrides)
    {
        Import();

        var held = runs.Start(Request(recipe, [.. overrides, "++stream.train.keep_in_memory=true"]));
        var stored = runs.Start(Request(recipe, [.. overrides, "++stream.train.keep_in_memory=false"]));

        var last = RunManifest.Read(held).MegabatchesDone - 1;
        Assert.Equal(File.ReadAllBytes(held.ModelFile(last)), File.ReadAllBytes(stored.ModelFile(last)));
        Assert.Equal(Measured(held), Measured(stored));
        Assert.Equal(WorstImages(held), WorstImages(stored));
    }

    [Fact]
    public void Run_BegunInMemory_IsResumedFromFiles()
    {
        Import();
        var request = Request("own/mlp", "data=pictures");
        var whole = runs.Start(request);
        var stopped = runs.Start(request with { Options = request.Options with { StopAfter = 1 } });

        TinyRun.Continue(Request("own/mlp", "data=pictures", "++stream.train.keep_in_memory=false"), stopped);

        Assert.Equal(File.ReadAllBytes(whole.ModelFile(1)), File.ReadAllBytes(stopped.ModelFile(1)));
    }

    [Theory]
    [InlineData(1e9, true)]
    [InlineData(1e3, false)]
    public void Data_ThatTakesMoreThanHalfOfTheMemory_StaysInFiles(double freeBytes, bool isHeld)
    {
        Import();

        Assert.Equal(isHeld, Request("own/mlp", "data=pictures").Options.Stream.Train.IsHeldIn(freeBytes));
        Assert.Equal(isHeld, Request("own/mlp", "data=rows").Options.Stream.Train.IsHeldIn(freeBytes));
    }

    [Fact]
    public void Memory_OfDataThatStaysInFiles_IsNotAskedFor()
    {
        Import();
        var kept = Request("own/mlp", "data=pictures", "++stream.train.keep_in_memory=true");
        var left = Request("own/mlp", "data=pictures", "++stream.train.keep_in_memory=false");

        var difference = MemoryEstimate.Of(kept.Options, 1e9).Bytes - MemoryEstimate.Of(left.Options, 1e9).Bytes;

        Assert.Equal(60 * (64 + 8 - 5), difference);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Batches_OfSeveralModelsInParts_AreThoseThatAreHeld(int modelCount)
    {
        Import();
        using var held = Task(Request("own/mlp", "data=pictures", "++stream.train.keep_in_memory=true"));
        using var stored = Task(Request("own/mlp", "data=pictures", "++stream.train.keep_in_memory=false"));
        var count = (int)held.Train.Count;
        long[] order = [.. Enumerable.Range(0, modelCount * count).Select(k => (long)(k * 7 % count))];
        (int Start, int Length)[] batches = [(0, 9), (9, 9), (18, 9), (27, 9), (36, count - 36)];

        using var fromMemory = held.Train.Load(tensor(order).view(modelCount, count), batches);
        using var fromFiles = stored.Train.Load(tensor(order).view(modelCount, count), batches);

        var met = 0;
        while (fromMemory.MoveNext())
        {
            Assert.True(fromFiles.MoveNext());
            Assert.Equal(Values(fromMemory.Gather()), Values(fromFiles.Gather()));
            Assert.Equal(Values(fromMemory.Gather(2, 5)), Values(fromFiles.Gather(2, 5)));
            met += fromFiles.Length;
        }

        Assert.False(fromFiles.MoveNext());
        Assert.Equal(count, met);
    }

    [Fact]
    public void Batches_LeftInTheMiddle_LeaveNoTensorBehind()
    {
        Import();
        using var stored = Task(Request("own/mlp", "data=pictures", "++stream.train.keep_in_memory=false"));
        using var order = tensor(new long[40]);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        using (var loader = stored.Train.Load(order.view(1, -1), [.. Enumerable.Range(0, 10).Select(k => (4 * k, 4))]))
        {
            Assert.True(loader.MoveNext());
            var (images, labels) = loader.Gather();
            images.Dispose();
            labels.Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Batches_OfAFileThatGotShorter_EndInOneError()
    {
        Import();
        using var stored = Task(Request("own/mlp", "data=pictures", "++stream.train.keep_in_memory=false"));
        var file = Directory.EnumerateFiles(Path.Combine(data.FullPath, "own", "pictures"), "values", SearchOption.AllDirectories).Single();
        using (var open = new FileStream(file, FileMode.Open)) open.SetLength(10 * 64);

        using var loader = stored.Train.Load(tensor(new long[] { 1, 2, 3, 4, 40, 41 }).view(1, -1), [(0, 2), (2, 2), (4, 2)]);

        Assert.True(loader.MoveNext());
        Assert.True(loader.MoveNext());
        Assert.Contains("found no bytes that can be read", Assert.Throws<DatasetException>(() => loader.MoveNext()).Message);
    }

    private static LearningTask Task(RunRequest request) => LearningTask.From(
        RunDatasets.Load(request.Options, (_, _) => throw new InvalidOperationException("it is imported")).Main, CPU);

    private static float[] Values((Tensor Images, Tensor Labels) batch) =>
        [.. batch.Images.data<float>(), .. batch.Labels.data<long>().Select(label => (float)label)];

    private static List<string> Measured(RunFolder folder) =>
    [
        .. MetricLog.Read(folder.MetricsFile).Where(row => !row.Name.Contains("seconds", StringComparison.Ordinal))
            .Select(row => $"{row.Name} {row.Split} {row.Megabatch} {row.Value:R}"),
    ];

    private static List<string> WorstImages(RunFolder folder) =>
        [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetDirectoryName(file) == folder.WorstImagesFolder).Order().Select(file =>
                Convert.ToHexString(File.ReadAllBytes(file)))];

    private RunRequest Request(string recipe, params string[] overrides) => TinyRun.Request(
        recipe,
        [
            "n_megabatches=2", "clmodel.max_epochs=2",
            recipe.StartsWith("own/", StringComparison.Ordinal) ? $"data_dir={data.FullPath}" : $"++data_dir={data.FullPath}",
            .. overrides,
        ]);

    private void Import()
    {
        Import("pictures", new ListedSource(
            [], [.. Enumerable.Range(0, 60).Select(k => ListedSource.Image(k * 3, $"{(char)('a' + (k % 3))}", side: 8))]));
        Import("growing", new ListedSource(
            [],
            [
                .. Enumerable.Range(0, 60).Select(k => ListedSource.Image(k * 3, $"{(char)('d' - (k % (k < 30 ? 2 : 4)))}", side: 8) with
                {
                    Dump = k < 30 ? "first" : "second",
                }),
            ]));
        Import("rows", new ListedSource(
            [new("size", ColumnKind.Number), new("kind", ColumnKind.Category), new("day", ColumnKind.Date)],
            [.. Enumerable.Range(0, 80).Select(k =>
                ListedSource.Row(k % 3 == 0 ? "yes" : "no", k % 9 == 4 ? null : (double)(k % 7), $"k{k % 4}", begin.AddHours(-k)) with
                {
                    Time = begin.AddHours(12 * k),
                })]));
    }

    private void Import(string name, ImportSource source) => StoreImport.Make(
        new StoreFolder(data.FullPath), name, source,
        new ImportPlan(new ImportRequest(["made-up"]) { TimeColumn = "at" }, TimeProvider.System), CancellationToken.None);
}
