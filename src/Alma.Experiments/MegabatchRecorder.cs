using Alma.Experiments.Checkpoints;
using Alma.Learning.Evaluation;
using Alma.Learning.Learners;
using Alma.Learning.Metrics;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Experiments;

/// <summary>
/// Records one megabatch after the other as a run goes through them: rows and messages to the log, times, peak memory and
/// progress to the manifest, results to the watcher.
/// </summary>
internal sealed class MegabatchRecorder
{
    private readonly ExperimentSetup setup;
    private readonly RunLog log;
    private readonly RunMetrics metrics;
    private readonly int megabatchCount;
    private Megabatch current = new(0, []);
    private LearnerCost cost = LearnerCost.None;
    private long startedAt;
    private long updatedAt;
    private TimeSpan evaluationTook;

    public MegabatchRecorder(ExperimentSetup setup, RunLog log, AnytimeMetrics start, int megabatchCount)
    {
        (this.setup, this.log, this.megabatchCount) = (setup, log, megabatchCount);
        metrics = new RunMetrics(start);
        Training = new TrainingRecorder(log, setup.Watcher, setup.Time);
    }

    /// <summary>For states: <see cref="ExperimentState.ClassOrder"/>.</summary>
    public IReadOnlyList<int>? ClassOrder { get; init; }

    /// <summary>Follows the epochs of an update.</summary>
    public TrainingRecorder Training { get; }

    /// <param name="resumed">How far the update on it was when it was saved, if it had begun.</param>
    public void Started(Megabatch megabatch, UpdateProgress? resumed)
    {
        (current, startedAt) = (megabatch, setup.Time.GetTimestamp());
        Training.UpdateStarted(resumed);
        setup.Watcher.MegabatchStarted(megabatch.Index, megabatchCount, megabatch.Examples.Length);
    }

    public void Updated(LearnerCost updateCost) => (cost, updatedAt) = (updateCost, setup.Time.GetTimestamp());

    public void Evaluated(EvaluationResult result, IReadOnlyList<TaskResult> further)
    {
        evaluationTook = setup.Time.GetElapsedTime(updatedAt);
        var updateTook = setup.Time.GetElapsedTime(startedAt, updatedAt);
        log.Write(metrics.Observe(current, result, further, cost));
        log.Write(
        [
            new(current.Index, Splits.Cost, current.Index, MetricNames.UpdateSeconds, updateTook.TotalSeconds),
            new(current.Index, Splits.Cost, current.Index, MetricNames.PreparationSeconds, Training.PreparationTook.TotalSeconds),
            new(current.Index, Splits.Cost, current.Index, MetricNames.EvaluateSeconds, evaluationTook.TotalSeconds),
        ]);
        log.Message(
            $"megabatch {current.Index}: test accuracy {result.Score.Accuracy:F4}, loss {result.Score.Loss:F4}, cumulative error "
            + $"{metrics.Current.CumulativeError:F4}");
        NoteInManifest();
        setup.Watcher.MegabatchDone(new MegabatchResult(
            current.Index, megabatchCount, result.Score.Accuracy, metrics.Current.CumulativeError, cost.EpochCount,
            (updateTook + evaluationTook).TotalSeconds));
    }

    /// <summary>The state after a megabatch; rows have to be on the disk before it is saved.</summary>
    public ExperimentState StateAfter(Megabatch megabatch) => new(megabatch.Index + 1, metrics.Current, log.MetricBytes, [])
    {
        ClassOrder = ClassOrder,
    };

    /// <summary>The state in the middle of an update; rows have to be on the disk before it is saved.</summary>
    public ExperimentState StateInUpdate(UpdateJournal update) => new(
        current.Index, metrics.Current, log.MetricBytes, [],
        new UpdateProgress(update.Record, Training.Progress.Epochs, Training.Progress.Steps))
    {
        ClassOrder = ClassOrder,
    };

    // Before the checkpoint: a run that is gone on with puts this back to where that is, and could not make up what is missing.
    private void NoteInManifest()
    {
        var manifest = RunManifest.Read(setup.Folder);
        var resources = new MegabatchResources(current.Index, PeakResidentBytes(), setup.Time.GetElapsedTime(startedAt).TotalSeconds);
        (manifest with
        {
            MegabatchesDone = current.Index + 1,
            Resources = [.. manifest.Resources.Where(earlier => earlier.Megabatch < current.Index), resources],
        }).Write(setup.Folder);
    }

    private static long PeakResidentBytes()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
