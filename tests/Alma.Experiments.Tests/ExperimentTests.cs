using Alma.Learning.Training;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Experiments.Tests;

public sealed class ExperimentTests : IDisposable
{
    private static readonly string[] tiny = ["n_megabatches=3", "clmodel.max_epochs=2", "clmodel.training_batch_size=16"];
    private readonly TinyRun runs = new();

    public void Dispose() => runs.Dispose();

    public static TheoryData<string> Recipes =>
        [.. new Alma.Config.RecipeCatalog([TinyRun.Configs]).List().Select(recipe => recipe.Name)];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Run_OfEveryRecipe_EndsWithAllItPromises(string recipe)
    {
        var folder = runs.Start(TinyRun.Request(recipe, tiny));

        var manifest = RunManifest.Read(folder);
        Assert.Equal((RunState.Done, 3, 3), (manifest.State, manifest.MegabatchesDone, manifest.MegabatchesTotal));
        Assert.Equal(3, manifest.Resources.Count);
        Assert.All(manifest.Resources, resources => Assert.True(resources.PeakResidentBytes > 10_000_000));
        Assert.True(File.Exists(folder.DoneFile) && File.Exists(folder.CheckpointFile) && File.Exists(folder.ModelFile(2)));
        Assert.Single(folder.EventFiles);
        Assert.Equal(3, Rows(folder).Count(row => row is { Split: Splits.Test, Name: MetricNames.CumulativeError }));
    }

    [Fact]
    public void Run_LogsAnytimeMetricsAsTheyAreDefined()
    {
        var rows = Rows(runs.Start(TinyRun.Request("digits/gmoe", tiny)));
        double[] Values(string split, string name) => [.. rows.Where(row => row.Split == split && row.Name == name).Select(row => row.Value)];

        var errors = Values(Splits.Test, MetricNames.Error);
        Assert.Equal(Values(Splits.Test, MetricNames.Accuracy).Select(accuracy => 1 - accuracy), errors);
        Assert.Equal([errors[0], errors[0] + errors[1], errors.Sum()], Values(Splits.Test, MetricNames.CumulativeError), new Close());
        Assert.Equal(errors.Sum() / 3, Values(Splits.Test, MetricNames.AverageError)[2], 1e-12);
        string[] purposes = [MetricNames.MultiplyAddsTrainForward, MetricNames.MultiplyAddsTrainBackward, MetricNames.MultiplyAddsValidate, MetricNames.MultiplyAddsSelect, MetricNames.MultiplyAddsEvaluate];
        Assert.Equal(purposes.Sum(purpose => Values(Splits.Cost, purpose).Sum()), Values(Splits.Cost, MetricNames.CumulativeMultiplyAdds)[2]);
        Assert.Equal(Values(Splits.Cost, MetricNames.MultiplyAddsTrainForward).Select(value => value / 1e6), Values(Splits.Train, MetricNames.TotalMegaflops));
        Assert.Equal(Values(Splits.Cost, MetricNames.Parameters), Values(Splits.Train, MetricNames.ModelParams));
    }

    [Fact]
    public void Run_NumbersStepsOnThroughTheEpochsOfAMegabatch()
    {
        var rows = Rows(runs.Start(TinyRun.Request("digits/gmoe", tiny)));
        var steps = rows.Where(row => row is { Split: Splits.Train, Name: MetricNames.Loss, Megabatch: 0 }).Select(row => row.Step).ToArray();
        // 67 examples, 6 held out, in batches of 16: 4 steps an epoch.
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], steps);
    }

    [Fact]
    public void Run_TwiceWithOneSeed_LogsTheSameButForTimes()
    {
        var (first, second) = (runs.Start(TinyRun.Request("digits/gmoe", tiny)), runs.Start(TinyRun.Request("digits/gmoe", tiny)));
        Assert.Equal(WithoutTimes(first), WithoutTimes(second));
        Assert.NotEqual(WithoutTimes(first), WithoutTimes(runs.Start(TinyRun.Request("digits/gmoe", [.. tiny, "seed=1"]))));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void Run_InterruptedAndGoneOnWith_EndsAsTheUninterruptedRun(int megabatch, int epoch)
    {
        var request = TinyRun.Request("digits/gmoe", tiny);
        var uninterrupted = runs.Start(request);
        RunFolder? interrupted = null;
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        try
        {
            Assert.Throws<OperationCanceledException>(() => runs.Start(TinyRun.Request("digits/gmoe", [.. tiny, $"run_dir={path}"]), Interrupt(megabatch, epoch)));
            interrupted = RunFolder.Open(path);
            Assert.Equal(RunState.Interrupted, RunManifest.Read(interrupted).State);
            TinyRun.Continue(request, interrupted);
            Assert.Equal(WithoutTimes(uninterrupted), WithoutTimes(interrupted));
            Assert.Equal(File.ReadAllBytes(uninterrupted.ModelFile(2)), File.ReadAllBytes(interrupted.ModelFile(2)));
            Assert.Equal([0, 1, 2], RunManifest.Read(interrupted).Resources.Select(resources => resources.Megabatch));
        }
        finally
        {
            if (interrupted is not null) Directory.Delete(path, recursive: true);
        }
    }

    [Fact]
    public void Run_WithStopAfter_EndsBeforeTheStream()
    {
        var folder = runs.Start(TinyRun.Request("digits/gmoe", [.. tiny, "stop_after=2"]));
        Assert.Equal((2, 2), (RunManifest.Read(folder).MegabatchesDone, RunManifest.Read(folder).MegabatchesTotal));
    }

    [Fact]
    public void Run_WithoutKeptModels_KeepsTheCheckpointAlone()
    {
        var folder = runs.Start(TinyRun.Request("digits/gmoe", [.. tiny, "checkpoint.keep_models=false"]));
        Assert.False(Directory.Exists(folder.ModelsFolder));
        Assert.True(File.Exists(folder.CheckpointFile));
    }

    [Fact]
    public void Run_ThatFails_SaysSoInItsManifest()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        var request = TinyRun.Request("digits/gmoe", [.. tiny, "clmodel.optim={class_name:SGD,lr:1e38}", $"run_dir={path}"]);
        Assert.Throws<TrainingDivergedException>(() => runs.Start(request));
        var manifest = RunManifest.Read(RunFolder.Open(path));
        Assert.Equal(RunState.Failed, manifest.State);
        Assert.Contains("Training diverged", manifest.Error);
        Directory.Delete(path, recursive: true);
    }

    [Fact]
    public void Run_FromItsOwnResolvedConfig_IsTheSameRun()
    {
        var folder = runs.Start(TinyRun.Request("mnist/test_usage_gmoe", [.. tiny, "replay=1"]));
        var again = runs.Start(TinyRun.Request(folder.ConfigFile));
        Assert.Equal(WithoutTimes(folder), WithoutTimes(again));
    }

    private static Action<TrainingPosition, CancellationTokenSource> Interrupt(int megabatch, int epoch) => (position, cancellation) =>
    {
        if (position.Megabatch == megabatch && position.Epoch == epoch && position.Step == 1) cancellation.Cancel();
    };

    private static List<MetricRow> Rows(RunFolder folder) => [.. MetricLog.Read(folder.MetricsFile)];

    private static List<MetricRow> WithoutTimes(RunFolder folder) =>
        [.. Rows(folder).Where(row => !row.Name.EndsWith("_seconds", StringComparison.Ordinal))];

    private sealed class Close : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-12;

        public int GetHashCode(double obj) => 0;
    }
}
