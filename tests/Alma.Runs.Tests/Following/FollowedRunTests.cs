using Alma.Runs.Catalog;
using Alma.Runs.Following;
using Alma.Runs.Metrics;
using Alma.Runs.Tests.Metrics;

namespace Alma.Runs.Tests.Following;

public sealed class FollowedRunTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly RunFolder folder;
    private readonly FollowedRun run;

    public FollowedRunTests()
    {
        folder = RunFolder.Create(temporary.File("run"));
        Manifests.Running().Write(folder);
        run = new FollowedRun(folder.Path);
    }

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Look_RunThatHasJustBegun_RunsWithoutProgress()
    {
        var snapshot = run.Poll();

        Assert.Equal((CatalogState.Running, RunProgress.None, true), (snapshot.State, snapshot.Progress, snapshot.IsRunning));
    }

    [Fact]
    public void Look_RowsOfEpochsAndEvaluation_AreTheProgress()
    {
        MetricRows.Append(folder.MetricsFile, [.. Epoch(0, 0, 0.5, 2), .. Epoch(0, 1, 0.75, 3), .. Epoch(0, 2, 0.7, 3)]);
        Assert.Equivalent(
            new MegabatchProgress(0) { Epochs = 3, EpochSeconds = 8, BestValidationAccuracy = 0.75 }, run.Poll().Progress.Current);

        MetricRows.Append(folder.MetricsFile, Evaluated(0, 0.1, 9));
        MetricRows.Append(folder.MetricsFile, Epoch(1, 0, 0.8, 4));
        var progress = run.Poll().Progress;

        Assert.Equal((1, 0.1, 10.0), (progress.Done, progress.LastDone!.TestError, progress.LastDone.Seconds));
        Assert.Equal((1, 1, 0.8), (progress.Current!.Megabatch, progress.Current.Epochs, progress.BestValidationAccuracy));
    }

    [Fact]
    public void Look_LineThatLacksItsEnd_IsReadOnceItHasOne()
    {
        MetricRows.Append(folder.MetricsFile, Epoch(0, 0, 0.5, 2));
        var whole = File.ReadAllText(folder.MetricsFile);
        var next = """{"megabatch":0,"split":"validation","step":1,"name":"accuracy","value":0.625}""";
        foreach (var torn in new[] { next[..20], next })
        {
            File.WriteAllText(folder.MetricsFile, whole + torn);
            Assert.Equal(1, run.Poll().Progress.Current!.Epochs);
        }

        File.WriteAllText(folder.MetricsFile, whole + next + "\n");

        Assert.Equal((2, 0.625), (run.Poll().Progress.Current!.Epochs, run.Poll().Progress.BestValidationAccuracy));
    }

    [Fact]
    public void Look_AgainAndAgain_ReadsOnlyWhatWasAppended()
    {
        MetricRows.Append(folder.MetricsFile, Evaluated(0, 0.1, 9));
        run.Poll();
        // Other content of the same length: who read it again would say another error.
        File.WriteAllText(folder.MetricsFile, File.ReadAllText(folder.MetricsFile).Replace("0.1}", "0.9}", StringComparison.Ordinal));
        MetricRows.Append(folder.MetricsFile, Epoch(1, 0, 0.8, 4));

        var progress = run.Poll().Progress;

        Assert.Equal((0.1, 1), (progress.LastDone!.TestError, progress.Current!.Epochs));
    }

    [Fact]
    public void Look_RowsDroppedAsARunIsGoneOnWith_AreForgottenThoughTheFileIsLongerAgain()
    {
        MetricRows.Append(folder.MetricsFile, [.. Epoch(0, 0, 0.9, 2), .. Epoch(0, 1, 0.9, 2)]);
        Assert.Equal(2, run.Poll().Progress.Current!.Epochs);

        File.Delete(folder.MetricsFile);
        MetricRows.Append(folder.MetricsFile, [.. Epoch(0, 0, 0.5, 2), .. Evaluated(0, 0.25, 3), .. Epoch(1, 0, 0.5, 2)]);
        (Manifests.Running() with { Resumptions = 1 }).Write(folder);

        var progress = run.Poll().Progress;
        Assert.Equal((1, 0.5, 1), (progress.Done, progress.BestValidationAccuracy, progress.LastDone!.Epochs));
    }

    [Fact]
    public void Look_FileThatWasCut_IsReadAnew()
    {
        MetricRows.Append(folder.MetricsFile, [.. Epoch(0, 0, 0.9, 2), .. Epoch(0, 1, 0.9, 2)]);
        run.Poll();
        File.Delete(folder.MetricsFile);
        MetricRows.Append(folder.MetricsFile, Epoch(0, 0, 0.5, 2));

        Assert.Equal((1, 0.5), (run.Poll().Progress.Current!.Epochs, run.Poll().Progress.BestValidationAccuracy));
    }

    [Theory]
    [InlineData(RunState.Done, null, CatalogState.Done)]
    [InlineData(RunState.Failed, "Training diverged.", CatalogState.Failed)]
    [InlineData(RunState.Interrupted, null, CatalogState.Interrupted)]
    public void Look_RunThatHasEnded_HasItsEndAndGoesOnWhenItDoes(RunState state, string? error, CatalogState expected)
    {
        run.Poll();
        (Manifests.Running() with { State = state, Error = error }).Write(folder);
        var ended = run.Poll();
        Assert.Equal((expected, error, false), (ended.State, ended.Problem, ended.IsRunning));

        Manifests.Running().Write(folder);

        Assert.True(run.Poll().IsRunning);
    }

    [Fact]
    public void Look_RunWhoseProcessIsGone_IsDead()
    {
        (Manifests.Running() with { ProcessId = int.MaxValue - 1 }).Write(folder);

        Assert.Equal(CatalogState.Dead, run.Poll().State);
    }

    [Fact]
    public void Look_DamagedManifest_SaysWhatIsWrongUntilItIsMended()
    {
        File.WriteAllText(folder.ManifestFile, "{");
        var snapshot = run.Poll();
        Assert.Equal(CatalogState.Unreadable, snapshot.State);
        Assert.StartsWith(folder.ManifestFile, snapshot.Problem, StringComparison.Ordinal);

        Manifests.Running().Write(folder);

        Assert.Equal((CatalogState.Running, null), (run.Poll().State, run.Poll().Problem));
    }

    [Fact]
    public void Look_FolderThatIsDeleted_IsGoneWithWhatWasSeen()
    {
        MetricRows.Append(folder.MetricsFile, Evaluated(0, 0.1, 9));
        run.Poll();
        Directory.Delete(folder.Path, recursive: true);

        var snapshot = run.Poll();

        Assert.Equal((true, false, 0.1), (snapshot.IsGone, snapshot.IsRunning, snapshot.Progress.LastDone!.TestError));
    }

    internal static MetricRow[] Epoch(int megabatch, int epoch, double validation, double seconds) =>
    [
        new(megabatch, Splits.Train, 10 * epoch, MetricNames.Loss, 1),
        new(megabatch, Splits.Train, epoch, MetricNames.EpochSeconds, seconds),
        new(megabatch, Splits.Validation, epoch, MetricNames.Accuracy, validation),
    ];

    internal static MetricRow[] Evaluated(int megabatch, double error, double updateSeconds) =>
    [
        new(megabatch, Splits.Test, megabatch, MetricNames.Error, error),
        new(megabatch, Splits.Cost, megabatch, MetricNames.UpdateSeconds, updateSeconds),
        new(megabatch, Splits.Cost, megabatch, MetricNames.EvaluateSeconds, 1),
    ];
}
