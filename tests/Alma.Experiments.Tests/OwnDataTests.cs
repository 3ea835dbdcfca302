using System.Security.Cryptography;
using System.Text.Json;
using Alma.Config;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Data.Tests.Stores;
using Alma.Experiments.Checkpoints;
using Alma.Runs;
using Alma.Runs.Metrics;
using Alma.Testing;

namespace Alma.Experiments.Tests;

/// <summary>Runs on imported data sets.</summary>
public sealed class OwnDataTests : IDisposable
{
    private static readonly DateTime begin = new(2026, 1, 30, 12, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder stores = new();
    private readonly TinyRun runs = new();

    private string Data => stores.FullPath;

    public void Dispose()
    {
        runs.Dispose();
        stores.Dispose();
    }

    [Theory]
    [InlineData("own/mlp")]
    [InlineData("own/gmoe")]
    [InlineData("own/ensemble")]
    public void Table_OfAnyRecipeForTables_IsLearned(string recipe)
    {
        ImportTable();

        var folder = runs.Start(Request(recipe, "data=rows"));

        Assert.Equal(2, RunManifest.Read(folder).MegabatchesDone);
    }

    [Theory]
    [InlineData("own/mlp")]
    [InlineData("own/vgg", "clmodel.model.n_channels=2")]
    public void Images_OfAnyRecipe_AreLearned(string recipe, params string[] overrides)
    {
        ImportImages();

        var folder = runs.Start(Request(recipe, ["data=pictures", .. overrides]));

        Assert.Equal(
            new StoreFolder(Data).Open("pictures").Checksums, RunManifest.Read(folder).DatasetChecksums["pictures"]);
    }

    [Fact]
    public void ClassNames_OfImages_StandInTheManifestAndBesideTheWeights()
    {
        ImportImages();

        var folder = runs.Start(Request("own/mlp", "data=pictures", "seed=5"));

        var store = new StoreFolder(Data).Open("pictures").Manifest;
        Assert.Equal(store.Classes, RunManifest.Read(folder).Classes);
        using var model = SafetensorsFile.Read(folder.ModelFile(1));
        Assert.Equal(store.Classes, JsonSerializer.Deserialize<string[]>(model.Metadata["alma.classes"]));
        Assert.Equal(
            [store.Shape!.Value.Channels, store.Shape.Value.Height, store.Shape.Value.Width],
            JsonSerializer.Deserialize<int[]>(model.Metadata["alma.input_shape"])!);
        using var normalisation = JsonDocument.Parse(model.Metadata["alma.normalisation"]);
        Assert.Equal(store.Shape.Value.Channels, normalisation.RootElement.GetProperty("mean").GetArrayLength());
        Assert.Equal(store.Shape.Value.Channels, normalisation.RootElement.GetProperty("std").GetArrayLength());
        Assert.Equal("""{"recipe":"own/mlp","seed":5,"run":0}""", model.Metadata["alma.run"]);
        Assert.Equal("1", model.Metadata["alma.megabatch"]);
    }

    [Fact]
    public void Model_OfATable_SaysHowManyNumbersARowHas()
    {
        ImportTable();

        var folder = runs.Start(Request("own/mlp", "data=rows"));

        using var model = SafetensorsFile.Read(folder.ModelFile(0));
        Assert.Equal(model["model.0.weight"].shape[1], JsonSerializer.Deserialize<int[]>(model.Metadata["alma.input_shape"])!.Single());
        Assert.DoesNotContain("alma.normalisation", model.Metadata.Keys);
    }

    [Fact]
    public void Table_InARecipeForImages_IsRefusedWithItsLine()
    {
        ImportTable();

        var refusal = Assert.Throws<ConfigException>(() => Request("own/vgg", "data=rows"));

        Assert.Matches(@"own/vgg\.yaml:\d+.*: rows is a table, and this model takes images\.", refusal.Message);
    }

    [Fact]
    public void ClassName_OfAnImportedDataSet_IsThatDataSet()
    {
        ImportImages();

        var request = Request("digits/gmoe", "stream.train.class_name=pictures", $"+data_dir={Data}");

        Assert.Equal("pictures", request.Options.Stream.Train.Dataset.Name);
        Assert.Contains("data: pictures", request.ResolvedYaml());
    }

    [Fact]
    public void Data_ThatIsNotThere_SaysWhichThereAre()
    {
        ImportImages();

        Assert.Contains(
            "Did you mean pictures?", Assert.Throws<ConfigException>(() => Request("own/mlp", "data=picture")).Message);
    }

    [Fact]
    public void Run_ResumedAfterMoreWasAdded_KeepsToWhatItBeganWith()
    {
        ImportImages();
        var request = Request("own/mlp", "data=pictures");
        var whole = runs.Start(request);
        var stopped = runs.Start(request with { Options = request.Options with { StopAfter = 1 } });
        Add("pictures", Images(8, 'z'));

        TinyRun.Continue(Request("own/mlp", "data=pictures").KeepingTo(RunManifest.Read(stopped)), stopped);

        Assert.Equal(File.ReadAllBytes(whole.ModelFile(1)), File.ReadAllBytes(stopped.ModelFile(1)));
    }

    [Fact]
    public void Table_WhoseLaterDumpsArePoisoned_GivesTheSameFirstModel()
    {
        ImportTable();
        Add("rows", Table(40, scale: 1));
        Import("poisoned", Table(80, scale: 1));
        Add("poisoned", Table(40, scale: 1e6));

        var right = runs.Start(Request("own/mlp", "data=rows", "stream.train.by=dump"));
        var poisoned = runs.Start(Request("own/mlp", "data=poisoned", "stream.train.by=dump"));

        Assert.Equal(Model(right, 0), Model(poisoned, 0));
        Assert.NotEqual(Model(right, 1), Model(poisoned, 1));
    }

    [Theory]
    [InlineData("stream.train.by=dump", 1)]
    [InlineData("stream.train.by=time", 2)]
    [InlineData("stream.train.by=time stream.train.period=week", 7)]
    [InlineData("stream.train.by=time stream.train.period=month", 3)]
    public void Stream_CutBy_HasSoManyMegabatchesInOrder(string overrides, int count)
    {
        ImportTable();

        var options = Request("own/mlp", ["data=rows", "clmodel.validation_proportion=0.5", .. overrides.Split(' ')])
            .Options;

        Assert.Equal(count, options.StreamLength);
        Assert.Equal(options.Stream.Train.Dataset.TrainCount, options.Updates.Sum(update => update.ArrivedCount));
    }

    // All that is in a model's file but the name of its data set, and the checksum that is also over that.
    private static List<string> Model(RunFolder folder, int megabatch)
    {
        var content = SafetensorsContent.Read(folder.ModelFile(megabatch));
        return
        [
            .. content.Metadata.Where(entry => entry.Key is not ("alma.dataset" or "alma.sha256"))
                .Select(entry => $"{entry.Key}: {entry.Value}"),
            .. content.Tensors.Select(tensor =>
                $"{tensor.Key} ({string.Join(", ", tensor.Value.Shape)}): {Convert.ToHexString(SHA256.HashData(tensor.Value.Bytes.Span))}"),
        ];
    }

    [Fact]
    public void Next_IsTestedOnTheMegabatchAfterEach()
    {
        ImportTable();

        var folder = runs.Start(Request("own/mlp", "data=rows", "stream.train.by=time", "n_megabatches=4", "evaluation.mode=next"));

        var manifest = RunManifest.Read(folder);
        Assert.Equal((RunState.Done, 3, 3), (manifest.State, manifest.MegabatchesDone, manifest.MegabatchesTotal));
        var tested = MetricLog.Read(folder.MetricsFile)
            .Where(row => row.Split == Splits.Test && row.Name.StartsWith("confusion", StringComparison.Ordinal))
            .GroupBy(row => row.Megabatch).Select(rows => rows.Sum(row => row.Value));
        Assert.Equal([16.0, 16.0, 16.0], tested);
    }

    [Fact]
    public void Next_OfASingleMegabatch_IsRefused()
    {
        ImportTable();

        Assert.Contains(
            "there is only one",
            Assert.Throws<ConfigException>(() => Request("own/mlp", "data=rows", "n_megabatches=1", "evaluation.mode=next")).Message);
    }

    [Fact]
    public void Directory_OfTheBuiltInDigits_IsRefused() => Assert.Contains(
        "which lies in no folder",
        Assert.ThrowsAny<ConfigException>(() => TinyRun.Request("digits/gmoe", $"+stream.train.directory={Data}")).Message);

    [Fact]
    public void Directory_OfTheTestSetAlone_IsRefused() => Assert.Contains(
        "lie in one folder",
        Assert.Throws<ConfigException>(() => TinyRun.Request("mnist/kensemble", $"stream.evaluation.directory={Data}")).Message);

    [Fact]
    public void Stream_PeriodWithoutTime_IsRefused()
    {
        ImportTable();

        Assert.Contains(
            "by: time only", Assert.Throws<ConfigException>(() => Request("own/mlp", "data=rows", "stream.train.period=day")).Message);
    }

    [Fact]
    public void Stream_ByTimeOfImagesWithoutTimes_IsRefused()
    {
        ImportImages();

        Assert.Contains(
            "have none", Assert.Throws<ConfigException>(() => Request("own/mlp", "data=pictures", "stream.train.by=time")).Message);
    }

    private RunRequest Request(string recipe, params string[] overrides) => TinyRun.Request(
        recipe,
        [
            "n_megabatches=2", "clmodel.max_epochs=2",
            .. recipe.StartsWith("own/", StringComparison.Ordinal) ? new[] { $"data_dir={Data}" } : [],
            .. overrides,
        ]);

    private void ImportImages() => Import("pictures", Images(60, 'a'));

    private void ImportTable() => Import("rows", Table(80, scale: 1));

    private void Import(string name, ImportSource source) => StoreImport.Make(
        new StoreFolder(Data), name, source, Plan(), CancellationToken.None);

    private void Add(string name, ImportSource source) => StoreImport.Add(
        new StoreFolder(Data), name, source, Plan(), CancellationToken.None);

    private static ImportPlan Plan() => new(new ImportRequest(["made-up"]) { TimeColumn = "at" }, TimeProvider.System) { TestShare = null };

    private static ListedSource Images(int count, char first) =>
        new([], [.. Enumerable.Range(0, count).Select(k => ListedSource.Image(k, $"{(char)(first + (k % 3))}", side: 8))]);

    private static ListedSource Table(int count, double scale) => new(
        [new("size", ColumnKind.Number), new("kind", ColumnKind.Category)],
        [.. Enumerable.Range(0, count).Select(k =>
            ListedSource.Row(k % 3 == 0 ? "yes" : "no", scale * (k % 7), scale > 1 ? $"new{k}" : $"k{k % 4}") with
            {
                Time = begin.AddHours(12 * k),
            })]);
}
