using Alma.Config;
using Alma.Learning.Training;
using Alma.Runs;
using Alma.Runs.Metrics;
using Alma.Runs.TensorBoard;

namespace Alma.Experiments.Tests;

/// <summary>Runs stopped in the middle of an update, which go on from the last epoch that was through.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly string[] tiny = ["n_megabatches=3", "clmodel.max_epochs=3", "clmodel.training_batch_size=16"];
    private static readonly string[] convolutional = ["cifar10/test_firefly", "cifar10/test_usage_gmoe", "cifar10/transfer_subnet_vgg"];
    private readonly TinyRun runs = new();
    private readonly string path;

    public ResumeTests() => path = runs.NewPath();

    public void Dispose() => runs.Dispose();

    public static TheoryData<string, string> Recipes
    {
        get
        {
            var learners = new Alma.Config.RecipeCatalog([TinyRun.Configs])
                .List()
                .Select(recipe => recipe.Name)
                .Where(name => name.StartsWith("mnist/", StringComparison.Ordinal));
            // Saved at every epoch and, in turn, only where the run stops.
            return new(learners.Concat(convolutional)
                .Select((recipe, k) => (recipe, k % 2 == 0 ? "checkpoint.every_epochs=1" : "checkpoint.every_seconds=1000")));
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Run_StoppedTwiceInUpdates_EndsAsTheUninterruptedRunWithoutRepeatingEpochs(string recipe, string every)
    {
        string[] overrides = [.. tiny, every, "replay=0.5", .. recipe.StartsWith("mnist/", StringComparison.Ordinal)
            ? ["+clmodel.kornia_augs=[{name: RandomErasing}]"]
            : Array.Empty<string>()];
        var steps = 0;
        var whole = runs.Start(Request(recipe, overrides), (_, _) => steps++);

        var taken = 0;
        var request = Request(recipe, [.. overrides, $"run_dir={path}"]);
        Assert.Throws<OperationCanceledException>(() => runs.Start(request, StopAfter(steps * 45 / 100)));
        var cut = RunFolder.Open(path);
        Assert.Throws<OperationCanceledException>(() => TinyRun.Continue(request, cut, StopAfter(steps * 30 / 100)));
        TinyRun.Continue(request, cut, (_, _) => taken++);

        Assert.Equal(WithoutTimes(whole), WithoutTimes(cut));
        Assert.Equal(Events(whole), Events(cut));
        Assert.Equal(File.ReadAllBytes(whole.ModelFile(2)), File.ReadAllBytes(cut.ModelFile(2)));
        Assert.All([0, 1, 2], k => Assert.Equal(File.ReadAllBytes(whole.WorstImagesFile(k)), File.ReadAllBytes(cut.WorstImagesFile(k))));
        // Of each stop at most an epoch is lost: the last part begins where three quarters are through, less two epochs.
        Assert.InRange(taken, 1, (steps * 25 / 100) + (2 * steps / 9) + 2);
    }

    [Theory]
    [InlineData("mnist/test_usage_gmoe", "reservoir")]
    [InlineData("mnist/kensemble", "recent")]
    [InlineData("mnist/boosting", "balanced")]
    public void Run_OfABoundedMemory_StoppedInAnUpdate_EndsAsTheUninterruptedRun(string recipe, string memory)
    {
        string[] overrides =
            [.. tiny, "checkpoint.every_epochs=1", "replay=0.5", $"+clmodel.memory={memory}", "+clmodel.memory_size=30"];
        var steps = 0;
        var whole = runs.Start(Request(recipe, overrides), (_, _) => steps++);

        var request = Request(recipe, [.. overrides, $"run_dir={path}"]);
        Assert.Throws<OperationCanceledException>(() => runs.Start(request, StopAfter(steps * 80 / 100)));
        var cut = RunFolder.Open(path);
        TinyRun.Continue(request, cut);

        Assert.Equal(WithoutTimes(whole), WithoutTimes(cut));
        Assert.Equal(File.ReadAllBytes(whole.ModelFile(2)), File.ReadAllBytes(cut.ModelFile(2)));
    }

    [Theory]
    [InlineData("+clmodel.memory_size=30", "memory_size bounds no memory where memory is all")]
    [InlineData("+clmodel.memory=recent", "this memory needs a bound: set memory_size")]
    [InlineData("+clmodel.memory=newest", "recent")]
    public void Config_OfAMemoryWithoutItsBound_IsRefused(string typed, string refusal) =>
        Assert.Contains(refusal, Assert.Throws<ConfigException>(() => Request("mnist/test_usage_gmoe", [.. tiny, typed])).Message);

    // Each budget cuts an epoch; the run is stopped at every place in turn.
    [Theory]
    [InlineData("mnist/test_finetune_mlp", "budget.examples=250")]
    [InlineData("mnist/test_usage_gmoe", "budget.multiply_adds=2e8")]
    [InlineData("mnist/kensemble", "budget.examples=900")]
    [InlineData("mnist/adaboost", "budget.examples=500")]
    public void Run_OfABudget_StoppedAnywhere_EndsAsTheUninterruptedRun(string recipe, string budget)
    {
        string[] overrides = [.. tiny, "clmodel.max_epochs=100", "clmodel.patience=100", "checkpoint.every_epochs=1", budget];
        var steps = 0;
        var whole = runs.Start(Request(recipe, overrides), (_, _) => steps++);
        for (var stop = 2; stop < steps; stop += Math.Max(1, steps / 3))
        {
            var request = Request(recipe, [.. overrides, $"run_dir={path}/{stop}"]);
            Assert.Throws<OperationCanceledException>(() => runs.Start(request, StopAfter(stop)));
            var cut = RunFolder.Open($"{path}/{stop}");
            TinyRun.Continue(request, cut);

            Assert.Equal(WithoutTimes(whole), WithoutTimes(cut));
            Assert.Equal(File.ReadAllBytes(whole.ModelFile(2)), File.ReadAllBytes(cut.ModelFile(2)));
        }
    }

    [Fact]
    public void Run_WhoseLastCheckpointIsDamaged_GoesOnFromTheOneBefore()
    {
        var whole = runs.Start(Request("mnist/test_usage_gmoe", tiny));
        var request = Request("mnist/test_usage_gmoe", [.. tiny, "checkpoint.every_epochs=1", $"run_dir={path}"]);
        Assert.Throws<OperationCanceledException>(() => runs.Start(request, StopAfter(9)));
        var cut = RunFolder.Open(path);
        var content = File.ReadAllBytes(cut.CheckpointFile);
        content[^5] ^= 4;
        File.WriteAllBytes(cut.CheckpointFile, content);

        TinyRun.Continue(request, cut);

        Assert.Equal(WithoutTimes(whole), WithoutTimes(cut));
        Assert.Contains(
            "its checksum is another: the file is damaged. The run goes on from the checkpoint before it",
            File.ReadAllText(cut.LogFile),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mnist/test_usage_gmoe", "checkpoint.every_epochs=1000", 1, 2, 2)]
    [InlineData("mnist/test_usage_gmoe", "checkpoint.every_epochs=2", 1, 2, 0)]
    [InlineData("mnist/boosting", "checkpoint.every_epochs=2", 1, 1, 1)]
    public void Run_KilledInAnUpdate_CountsItsCostOnceAndSaysWhatWasDoneAgain(
        string recipe, string every, int megabatch, int epoch, int lost)
    {
        var request = Request(recipe, [.. tiny, every]);
        var whole = runs.Start(Request(recipe, [.. tiny, every, $"run_dir={path}/whole"]), (position, _) =>
        {
            if (position is { Step: 0 } && (position.Megabatch, position.Epoch) == (megabatch, epoch))
                CopyAsItIs($"{path}/whole", $"{path}/cut");
        });
        var cut = RunFolder.Open($"{path}/cut");
        TinyRun.Continue(request, cut);
        TinyRun.Continue(request, cut);

        Assert.Equal(WithoutTimes(whole), WithoutTimes(cut));
        var redone = MetricLog.Read(whole.MetricsFile)
            .Where(row =>
                row.Name == MetricNames.EpochMultiplyAdds && row.Megabatch == megabatch && row.Step < epoch && row.Step >= epoch - lost);
        var manifest = RunManifest.Read(cut);
        Assert.Equal((2, lost, redone.Sum(row => row.Value)), (manifest.Resumptions, manifest.Redone.Epochs, manifest.Redone.MultiplyAdds));
        Assert.Equal(lost > 0, manifest.Redone.Seconds > 0);
        Assert.Equal((0, RedoneWork.None), (RunManifest.Read(whole).Resumptions, RunManifest.Read(whole).Redone));
    }

    // What a process that is killed now would leave.
    private static void CopyAsItIs(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "lock.json"))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static RunRequest Request(string recipe, string[] overrides) => TinyRun.Request(recipe, overrides);

    private static Action<TrainingPosition, CancellationTokenSource> StopAfter(int steps) => (_, cancellation) =>
    {
        if (--steps <= 0) cancellation.Cancel();
    };

    private static string[] WithoutTimes(RunFolder folder) =>
        [.. MetricLog.Read(folder.MetricsFile)
            .Where(row => !row.Name.EndsWith("_seconds", StringComparison.Ordinal))
            .Select(row => row.ToString())];

    // All that TensorBoard shows, but times; in which order a file has it says nothing.
    private static string[] Events(RunFolder folder) =>
    [
        .. from entry in TensorBoardEventReader.Read(folder.EventFiles.Single())
           from value in entry.Values
           where !value.Tag.EndsWith("_seconds", StringComparison.Ordinal)
               && !value.Tag.EndsWith("/one_epoch_time", StringComparison.Ordinal)
               && !value.Tag.StartsWith("_hparams_/session", StringComparison.Ordinal)
           let content = (value.Image?.Png ?? []).Concat(value.PluginContent ?? []).ToArray()
           orderby value.Tag, entry.Step
           select $"{value.Tag} {entry.Step} {value.Scalar} "
               + $"{(value.Tag.StartsWith(TensorBoardTags.Hyperparameters, StringComparison.Ordinal) ? "" : value.Text)} "
               + $"{Convert.ToHexString(content)}",
    ];
}
