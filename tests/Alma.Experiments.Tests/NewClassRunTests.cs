using System.Text.Json;
using System.Text.Json.Nodes;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Data.Tests.Stores;
using Alma.Experiments.Checkpoints;
using Alma.Learning.Training;
using Alma.Runs;
using Alma.Runs.Metrics;
using Alma.Testing;

namespace Alma.Experiments.Tests;

/// <summary>Runs on imported data whose later dumps bring classes that earlier ones have not.</summary>
public sealed class NewClassRunTests : IDisposable
{
    private static readonly string[] small =
        ["clmodel.max_epochs=3", "clmodel.training_batch_size=16", "clmodel.validation_proportion=0.25", "replay=0.5"];

    private readonly TemporaryFolder stores = new();
    private readonly TinyRun runs = new();

    public void Dispose()
    {
        runs.Dispose();
        stores.Dispose();
    }

    public static TheoryData<string> Recipes
    {
        get
        {
            var learners = new Alma.Config.RecipeCatalog([TinyRun.Configs]).List().Select(recipe => recipe.Name)
                .Where(name => name.StartsWith("mnist/", StringComparison.Ordinal));
            return [.. learners, "cifar10/test_firefly", "cifar10/test_usage_gmoe", "cifar10/transfer_subnet_vgg", "own/vgg"];
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Run_StoppedTwiceInUpdates_EndsAsTheUninterruptedRun(string recipe)
    {
        Import("birds", ["owl", "crow"], ["owl", "tern"], ["ara", "crow", "owl", "tern"]);
        var steps = 0;
        var whole = runs.Start(Request(recipe), (_, _) => steps++);

        var path = runs.NewPath();
        var request = Request(recipe, "checkpoint.every_epochs=1", $"run_dir={path}");
        Assert.Throws<OperationCanceledException>(() => runs.Start(request, StopAfter(steps * 45 / 100)));
        var cut = RunFolder.Open(path);
        Assert.Throws<OperationCanceledException>(() => TinyRun.Continue(request, cut, StopAfter(steps * 30 / 100)));
        TinyRun.Continue(request, cut);

        Assert.Equal(WithoutTimes(whole), WithoutTimes(cut));
        Assert.All([0, 1, 2], k => Assert.Equal(File.ReadAllBytes(whole.ModelFile(k)), File.ReadAllBytes(cut.ModelFile(k))));
    }

    [Fact]
    public void Run_NamesTheClassesThatEachModelKnowsInTheOrderOfItsOutputs()
    {
        // Of one import, so that classes have their numbers by the alphabet: ara, crow, owl, tern.
        Import("birds", ["owl", "crow"], ["owl", "tern"], ["ara", "crow", "owl", "tern"]);

        var folder = runs.Start(Request("own/mlp"));

        Assert.Equal(["ara", "crow", "owl", "tern"], RunManifest.Read(folder).Classes);
        string[][] known = [["crow", "owl"], ["crow", "owl", "tern"], ["crow", "owl", "tern", "ara"]];
        for (var k = 0; k < known.Length; k++)
        {
            using var model = SafetensorsFile.Read(folder.ModelFile(k));
            Assert.Equal(known[k], ClassesOf(model));
            Assert.Equal(known[k].Length, model["model.4.weight"].shape[0]);
            Assert.Equal(known[k].Length, model["model.4.bias"].shape[0]);
        }
    }

    [Theory]
    [InlineData("own/mlp")]
    [InlineData("own/gmoe")]
    [InlineData("own/ensemble")]
    [InlineData("mnist/boosting")]
    public void Class_IsAnErrorUntilItComesAndThenLearned(string recipe)
    {
        Import("birds", ["owl", "crow"], ["owl", "crow"], ["crow", "ara"]);

        var folder = runs.Start(Request(recipe, "clmodel.max_epochs=30", "clmodel.patience=30"));

        var rows = MetricLog.Read(folder.MetricsFile).Where(row => row.Split == Splits.Test).ToArray();
        Assert.Equal([0, 0], OfClass(rows, 0).Take(2));
        Assert.True(OfClass(rows, 0)[2] > 0.5);
        Assert.All(OfClass(rows, 1), accuracy => Assert.True(accuracy > 0.5));
        Assert.All(rows.Where(row => row.Name == MetricNames.Loss), row => Assert.True(double.IsFinite(row.Value)));
        Assert.DoesNotContain(rows, row => row.Megabatch < 2 && Enumerable.Range(0, 3).Any(k => row.Name == MetricNames.Confusion(k, 0)));
    }

    [Fact]
    public void Run_CutAtRandom_KnowsAllClassesFromTheStart()
    {
        Import("birds", ["owl", "crow"], ["owl", "tern"]);

        var folder = runs.Start(Request("own/mlp", "stream.train.by=random", "n_megabatches=2"));

        using var model = SafetensorsFile.Read(folder.ModelFile(0));
        Assert.Equal(["crow", "owl", "tern"], ClassesOf(model));
        Assert.DoesNotContain("class_order", File.ReadAllText(folder.CheckpointFile), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ThatWaits_KnowsTheClassesOfAllThatItWaitedFor()
    {
        Import("birds", ["owl", "crow"], ["owl", "tern"], ["ara", "owl"]);

        var folder = runs.Start(Request("own/mlp", "+stream.train.wait=2"));

        using var model = SafetensorsFile.Read(folder.ModelFile(1));
        Assert.Equal(["crow", "owl", "tern"], ClassesOf(model));
        var error = MetricLog.Read(folder.MetricsFile).First(row => row is { Megabatch: 0, Name: MetricNames.Error });
        Assert.Equal(1 - (1 / 4.0), error.Value); // of guessing among all
    }

    [Fact]
    public void Next_WithNothingButNewClasses_IsAllErrorsAndHasNoLoss()
    {
        Import("birds", ["owl", "crow"], ["tern"], ["owl", "crow", "tern"]);

        var folder = runs.Start(Request("own/mlp", "evaluation.mode=next"));

        var rows = MetricLog.Read(folder.MetricsFile).Where(row => row is { Megabatch: 0, Split: Splits.Test }).ToArray();
        Assert.Equal(1, rows.Single(row => row.Name == MetricNames.Error).Value);
        Assert.Equal(double.NaN, rows.Single(row => row.Name == MetricNames.Loss).Value);
        Assert.Equal(RunState.Done, RunManifest.Read(folder).State);
    }

    [Fact]
    public void Run_OfAnEarlierVersion_GoesOnWithOutputsForAllClassesInTheOrderOfTheData()
    {
        Import("birds", ["owl", "crow"], ["owl", "tern"], ["ara", "crow", "owl", "tern"]);
        var cut = Cut(Request("own/mlp"), megabatch: 1);
        var saved = CheckpointText.Of(File.ReadAllBytes(cut.CheckpointFile));
        saved.State.Remove("class_order");
        saved.State["networks"]![0]!["class_count"] = 4;
        File.WriteAllBytes(cut.CheckpointFile, (saved with { Tensors = [.. saved.Tensors.Select(WithFourRows)] }).File());

        TinyRun.Continue(Request("own/mlp"), cut);

        using var model = SafetensorsFile.Read(cut.ModelFile(2));
        Assert.Equal(["ara", "crow", "owl", "tern"], ClassesOf(model));
        Assert.Equal(4, model["model.4.weight"].shape[0]);
    }

    [Theory]
    [InlineData("[2,1,3,0]", "in it classes come in another order than in the data, [2,1,3,0]")]
    [InlineData("null", "of 2 classes, the network needs")]
    public void Checkpoint_OfAnotherOrder_IsRefused(string order, string problem)
    {
        Import("birds", ["owl", "crow"], ["owl", "tern"], ["ara", "crow", "owl", "tern"]);
        var cut = Cut(Request("own/mlp"), megabatch: 1);
        var saved = CheckpointText.Of(File.ReadAllBytes(cut.CheckpointFile));
        saved.State["class_order"] = JsonNode.Parse(order);
        File.WriteAllBytes(cut.CheckpointFile, saved.File());

        Assert.Contains(problem, Assert.Throws<SafetensorsException>(() => TinyRun.Continue(Request("own/mlp"), cut)).Message);
    }

    [Fact]
    public void Checkpoint_WithANetworkOfTooFewClasses_IsRefused()
    {
        Import("birds", ["owl", "crow"], ["owl", "tern"], ["ara", "crow", "owl", "tern"]);
        var cut = Cut(Request("own/mlp"), megabatch: 2);
        var saved = CheckpointText.Of(File.ReadAllBytes(cut.CheckpointFile));
        saved.State["networks"]![0]!["class_count"] = 2;
        File.WriteAllBytes(cut.CheckpointFile, saved.File());

        Assert.Contains(
            "its networks know 2 classes, and 3 have come",
            Assert.Throws<SafetensorsException>(() => TinyRun.Continue(Request("own/mlp"), cut)).Message);
    }

    private static TensorText WithFourRows(TensorText tensor)
    {
        if (!tensor.Name.Contains("model.4.", StringComparison.Ordinal)) return tensor;
        var row = tensor.Values.Length / (int)tensor.Shape[0];
        return tensor with { Shape = [4, .. tensor.Shape[1..]], Values = [.. tensor.Values, .. new byte[row * (4 - tensor.Shape[0])]] };
    }

    private static string[] ClassesOf(SafetensorsFile model) => JsonSerializer.Deserialize<string[]>(model.Metadata["alma.classes"])!;

    private static double[] OfClass(MetricRow[] rows, int label) =>
        [.. rows.Where(row => row.Name == MetricNames.ClassAccuracy(label)).Select(row => row.Value)];

    // Stopped at the first step of a megabatch, before an epoch of it is through.
    private RunFolder Cut(RunRequest request, int megabatch)
    {
        var path = runs.NewPath();
        Assert.Throws<OperationCanceledException>(() => runs.Start(
            request with { Options = request.Options with { RunDir = path } },
            (position, cancellation) =>
            {
                if (position.Megabatch == megabatch) cancellation.Cancel();
            }));
        return RunFolder.Open(path);
    }

    private RunRequest Request(string recipe, params string[] overrides) => TinyRun.Request(
        recipe,
        [
            $"data_dir={stores.FullPath}", "stream.train.class_name=birds", "++stream.train.by=dump",
            .. recipe.StartsWith("own/", StringComparison.Ordinal) ? new[] { "data=birds" } : [],
            .. recipe.StartsWith("cifar10/", StringComparison.Ordinal) ? new[] { "clmodel.kornia_augs=[]" } : [],
            .. small,
            .. overrides,
        ]);

    private void Import(string name, params string[][] classesOfDumps)
    {
        var images = classesOfDumps.SelectMany((classes, dump) => Enumerable.Range(0, 48).Select(k =>
            Image(k, classes[k % classes.Length]) with { Dump = $"dump{dump}" }));
        StoreImport.Make(
            new StoreFolder(stores.FullPath), name, new ListedSource([], [.. images]),
            new ImportPlan(new ImportRequest(["made-up"]), TimeProvider.System), CancellationToken.None);
    }

    // A bright quarter for each class, and some noise.
    private static ImportedExample Image(int k, string name)
    {
        var place = Array.IndexOf(["ara", "crow", "owl", "tern"], name);
        var pixels = Enumerable.Range(0, 64).Select(p => (byte)(((p / 16) == place ? 180 : 20) + ((p * 7) + (k * 13)) % 40));
        return new(new ImageValues(new ImageShape(1, 8, 8), [.. pixels]), name, new("x.png", k));
    }

    private static Action<TrainingPosition, CancellationTokenSource> StopAfter(int steps) => (_, cancellation) =>
    {
        if (--steps <= 0) cancellation.Cancel();
    };

    private static string[] WithoutTimes(RunFolder folder) =>
        [.. MetricLog.Read(folder.MetricsFile)
            .Where(row => !row.Name.EndsWith("_seconds", StringComparison.Ordinal))
            .Select(row => row.ToString())];
}
