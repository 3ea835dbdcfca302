using Alma.Experiments.Checkpoints;
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
        var folder = runs.Start(TinyRun.Request(recipe, [.. tiny, "clmodel.max_epochs=1"]));

        var manifest = RunManifest.Read(folder);
        Assert.Equal((RunState.Done, 3, 3), (manifest.State, manifest.MegabatchesDone, manifest.MegabatchesTotal));
        Assert.Equal(3, manifest.Resources.Count);
        Assert.All(manifest.Resources, resources => Assert.True(resources.PeakResidentBytes > 10_000_000));
        Assert.True(File.Exists(folder.DoneFile) && File.Exists(folder.CheckpointFile) && File.Exists(folder.ModelFile(2)));
        Assert.Single(folder.EventFiles);
        Assert.Equal(3, Rows(folder).Count(row => row is { Split: Splits.Test, Name: MetricNames.CumulativeError }));
        Assert.All(Rows(folder).GroupBy(row => row.Megabatch), AssertEpochsComeToTheUpdate);
    }

    [Fact]
    public void Run_LogsAnytimeMetricsAsTheyAreDefined()
    {
        var rows = Rows(runs.Start(TinyRun.Request("digits/gmoe", tiny)));
        double[] Values(string split, string name) =>
            [.. rows.Where(row => row.Split == split && row.Name == name).Select(row => row.Value)];

        var errors = Values(Splits.Test, MetricNames.Error);
        Assert.Equal(Values(Splits.Test, MetricNames.Accuracy).Select(accuracy => 1 - accuracy), errors);
        Assert.Equal([errors[0], errors[0] + errors[1], errors.Sum()], Values(Splits.Test, MetricNames.CumulativeError), new Close());
        Assert.Equal(errors.Sum() / 3, Values(Splits.Test, MetricNames.AverageError)[2], 1e-12);
        string[] purposes =
        [
            MetricNames.MultiplyAddsTrainForward,
            MetricNames.MultiplyAddsTrainBackward,
            MetricNames.MultiplyAddsValidate,
            MetricNames.MultiplyAddsSelect,
            MetricNames.MultiplyAddsEvaluate
        ];
        Assert.Equal(
            purposes.Sum(purpose => Values(Splits.Cost, purpose).Sum()), Values(Splits.Cost, MetricNames.CumulativeMultiplyAdds)[2]);
        Assert.Equal(
            Values(Splits.Cost, MetricNames.MultiplyAddsTrainForward).Select(value => value / 1e6),
            Values(Splits.Train, MetricNames.TotalMegaflops));
        Assert.Equal(Values(Splits.Cost, MetricNames.Parameters), Values(Splits.Train, MetricNames.ModelParams));
    }

    [Fact]
    public void Run_NumbersStepsOnThroughTheEpochsOfAMegabatch()
    {
        var rows = Rows(runs.Start(TinyRun.Request("digits/gmoe", tiny)));
        var steps = rows.Where(row => row is { Split: Splits.Train, Name: MetricNames.Loss, Megabatch: 0 })
            .Select(row => row.Step)
            .ToArray();
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
        var path = runs.NewPath();
        Assert.Throws<OperationCanceledException>(() =>
            runs.Start(TinyRun.Request("digits/gmoe", [.. tiny, $"run_dir={path}"]), Interrupt(megabatch, epoch)));
        var interrupted = RunFolder.Open(path);
        Assert.Equal(RunState.Interrupted, RunManifest.Read(interrupted).State);
        TinyRun.Continue(request, interrupted);
        Assert.Equal(WithoutTimes(uninterrupted), WithoutTimes(interrupted));
        Assert.Equal(File.ReadAllBytes(uninterrupted.ModelFile(2)), File.ReadAllBytes(interrupted.ModelFile(2)));
        Assert.Equal([0, 1, 2], RunManifest.Read(interrupted).Resources.Select(resources => resources.Megabatch));
    }

    [Fact]
    public void Run_WithAWaitingTime_LearnsFromSeveralMegabatchesAtOnceAndIsEvaluatedAfterEach()
    {
        var rows = Rows(runs.Start(TinyRun.Request("digits/gmoe", [.. tiny, "n_megabatches=5", "+stream.train.wait=2"])));
        double[] Values(string split, string name) =>
            [.. rows.Where(row => row.Split == split && row.Name == name).Select(row => row.Value)];

        Assert.Equal([0, 2, 0, 2, 2], Values(Splits.Cost, MetricNames.Epochs));
        var errors = Values(Splits.Test, MetricNames.Error);
        Assert.Equal(0.9, errors[0], 1e-12); // nothing learned yet: one class in ten is guessed right
        Assert.Equal(errors[1], errors[2]);
        Assert.Equal(5, errors.Length);
        // 40 examples a megabatch, a tenth held out; with whole replay the memory is trained on again: 72, 144, 180.
        Assert.Equal([0, 144, 0, 288, 360], Values(Splits.Cost, MetricNames.TrainingExamples));
    }

    [Theory]
    [InlineData(5, 0, false)]
    [InlineData(2, 1, true)]
    public void Run_WithAWaitingTime_GoesOnAsTheUninterruptedRun(int megabatch, int epoch, bool atTheLastStep)
    {
        string[] waiting = [.. tiny, "n_megabatches=6", "+stream.train.wait=3"];
        var uninterrupted = runs.Start(TinyRun.Request("digits/gmoe", waiting));
        var path = runs.NewPath();
        Assert.Throws<OperationCanceledException>(() =>
            runs.Start(TinyRun.Request("digits/gmoe", [.. waiting, $"run_dir={path}"]), Interrupt(megabatch, epoch, atTheLastStep)));
        var interrupted = RunFolder.Open(path);
        // Cancelled at the last step, the update is still finished and saved: the next megabatch only waits.
        Assert.Equal(atTheLastStep ? 3 : 5, RunManifest.Read(interrupted).MegabatchesDone);
        TinyRun.Continue(TinyRun.Request("digits/gmoe", waiting), interrupted);
        Assert.Equal(WithoutTimes(uninterrupted), WithoutTimes(interrupted));
    }

    [Theory]
    [InlineData(5, 0, false)]
    [InlineData(3, 1, true)]
    public void Run_ThatWaitsAndGrowsLessOften_GrowsAndGoesOnAsTheUninterruptedRun(int megabatch, int epoch, bool atTheLastStep)
    {
        string[] waiting = [.. tiny, "n_megabatches=6", "+stream.train.wait=2", "clmodel.grow_every=2"];
        var uninterrupted = runs.Start(TinyRun.Request("digits/gmoe", waiting));
        var parameters = Rows(uninterrupted)
            .Where(row => row is { Split: Splits.Cost, Name: MetricNames.Parameters })
            .Select(row => row.Value)
            .ToArray();
        Assert.Equal(parameters[1], parameters[3]); // the second update
        Assert.True(parameters[5] > parameters[3]); // before the third it grows
        var path = runs.NewPath();
        Assert.Throws<OperationCanceledException>(() =>
            runs.Start(TinyRun.Request("digits/gmoe", [.. waiting, $"run_dir={path}"]), Interrupt(megabatch, epoch, atTheLastStep)));
        TinyRun.Continue(TinyRun.Request("digits/gmoe", waiting), RunFolder.Open(path));
        Assert.Equal(WithoutTimes(uninterrupted), WithoutTimes(RunFolder.Open(path)));
        Assert.Equal(File.ReadAllBytes(uninterrupted.ModelFile(5)), File.ReadAllBytes(RunFolder.Open(path).ModelFile(5)));
    }

    [Fact]
    public void Run_ThatEndedWhileItWaited_GoesNoFurther()
    {
        string[] waiting = [.. tiny, "n_megabatches=4", "+stream.train.wait=2", "replay=0"];
        var folder = runs.Start(TinyRun.Request("digits/gmoe", [.. waiting, "stop_after=3"]));

        // It has learned from the third megabatch alone, which a run that was to go further would not have done.
        var refusal = Assert.Throws<SafetensorsException>(() => TinyRun.Continue(TinyRun.Request("digits/gmoe", waiting), folder));
        Assert.Contains("so stop_after must stay 3", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("all_tasks", 6)]
    [InlineData("previous_tasks", 3)]
    public void Run_WithFurtherTestSets_ScoresThoseItsModeAsksFor(string mode, int expected)
    {
        var rows = Rows(runs.Start(TinyRun.Request(
            "mnist/test_finetune_mlp",
            [.. tiny, $"evaluation.mode={mode}", "+stream.further_evaluation=[{class_name:FashionMNIST},{class_name:MNIST}]"])));
        Assert.Equal(expected, rows.Count(row => row.Name is "task_1/accuracy" or "task_2/accuracy"));
        // Task 2 is the test set itself.
        var main = rows.Single(row => row is { Split: Splits.Test, Megabatch: 2, Name: MetricNames.Accuracy }).Value;
        Assert.Equal(main, rows.Single(row => row is { Megabatch: 2, Name: "task_2/accuracy" }).Value);
    }

    [Fact]
    public void Run_WithAFurtherTestSetOfOtherImages_IsRefused()
    {
        var error = Assert.Throws<Alma.Config.ConfigException>(() =>
            TinyRun.Request("mnist/test_finetune_mlp", "+stream.further_evaluation=[{class_name:CIFAR10}]"));
        Assert.Contains("cifar10 has images (3, 32, 32) of 10 classes, but the learner learns mnist, (1, 28, 28) of 10", error.Message);
    }

    [Theory]
    [InlineData("mnist/ensemble")]
    [InlineData("mnist/boosting")]
    [InlineData("mnist/adaboost")]
    [InlineData("mnist/kensemble")]
    public void Run_OfSeveralNetworks_InterruptedAndGoneOnWith_EndsAsTheUninterruptedRun(string recipe)
    {
        var uninterrupted = runs.Start(TinyRun.Request(recipe, tiny));
        var path = runs.NewPath();
        Assert.Throws<OperationCanceledException>(() => runs.Start(TinyRun.Request(recipe, [.. tiny, $"run_dir={path}"]), Interrupt(2, 1)));
        var interrupted = RunFolder.Open(path);
        TinyRun.Continue(TinyRun.Request(recipe, tiny), interrupted);
        Assert.Equal(WithoutTimes(uninterrupted), WithoutTimes(interrupted));
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
        var path = runs.NewPath();
        var request = TinyRun.Request("digits/gmoe", [.. tiny, "clmodel.optim={class_name:SGD,lr:1e38}", $"run_dir={path}"]);
        Assert.Throws<TrainingDivergedException>(() => runs.Start(request));
        var manifest = RunManifest.Read(RunFolder.Open(path));
        Assert.Equal(RunState.Failed, manifest.State);
        Assert.Contains("Training diverged", manifest.Error);
    }

    [Fact]
    public void Run_FromItsOwnResolvedConfig_IsTheSameRun()
    {
        var folder = runs.Start(TinyRun.Request("mnist/test_usage_gmoe", [.. tiny, "replay=1"]));
        var again = runs.Start(TinyRun.Request(folder.ConfigFile));
        Assert.Equal(WithoutTimes(folder), WithoutTimes(again));
    }

    // Growth counts in the first epoch; what boosting selects by is no epoch's.
    private static void AssertEpochsComeToTheUpdate(IEnumerable<MetricRow> rows)
    {
        double Sum(params string[] names) => rows.Where(row => names.Contains(row.Name)).Sum(row => row.Value);
        var training = Sum(MetricNames.MultiplyAddsTrainForward, MetricNames.MultiplyAddsTrainBackward, MetricNames.MultiplyAddsValidate);
        Assert.Contains(Sum(MetricNames.EpochMultiplyAdds), new[] { training, training + Sum(MetricNames.MultiplyAddsSelect) });
        Assert.True(training > 0);
    }

    private static Action<TrainingPosition, CancellationTokenSource> Interrupt(int megabatch, int epoch, bool atTheLastStep = false) =>
        (position, cancellation) =>
        {
            var step = atTheLastStep ? position.StepCount - 1 : 1;
            if (position.Megabatch == megabatch && position.Epoch == epoch && position.Step == step) cancellation.Cancel();
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
