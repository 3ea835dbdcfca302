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
    private readonly ResumableUpdate update;
    private Megabatch current = new(0, []);
    private LearnerCost cost = LearnerCost.None;
    private long startedAt;
    private long updatedAt;
    private TimeSpan evaluationTook;

    public MegabatchRecorder(ExperimentSetup setup, RunLog log, AnytimeMetrics start, int megabatchCount, ResumableUpdate update)
    {
        (this.setup, this.log, this.megabatchCount) = (setup, log, megabatchCount);
        this.update = update;
        metrics = new RunMetrics(start, setup.Options.Budget);
        Training = new TrainingRecorder(log, setup.Watcher, setup.Time, update);
    }

    /// <summary>How classes come with the stream; null where all are known from the start.</summary>
    public ClassArrivals? Classes { get; init; }

    private IReadOnlyList<int>? ClassOrder => Classes?.Order;

    /// <summary>Follows the epochs of an update.</summary>
    public TrainingRecorder Training { get; }

    public void Started(Megabatch megabatch)
    {
        (current, startedAt) = (megabatch, setup.Time.GetTimestamp());
        Training.UpdateStarted();
        setup.Watcher.MegabatchStarted(megabatch.Index, megabatchCount, megabatch.Examples.Length);
        if (Classes is not null && megabatch.Index > 0) TellNewClasses(Classes, megabatch.Index);
    }

    /// <summary>What is known of the dump before it is learned from.</summary>
    public void Arrived(ArrivalNotes arrival)
    {
        log.Write(arrival.Rows);
        foreach (var warning in arrival.Warnings)
        {
            log.Message($"megabatch {current.Index}: warning: {warning}");
            setup.Watcher.Warned(warning);
        }
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
    public ExperimentState StateInUpdate() => new(current.Index, metrics.Current, log.MetricBytes, [], update.State)
    {
        ClassOrder = ClassOrder,
    };

    private void TellNewClasses(ClassArrivals classes, int megabatch)
    {
        var (before, now) = (classes.CountAfter(megabatch - 1), classes.CountAfter(megabatch));
        if (before == now) return;
        string[] names = [.. classes.Order[before..now].Select(label => setup.Datasets.Main.ClassNames[label])];
        log.Message($"megabatch {megabatch}: the first examples of {string.Join(", ", names)}");
        setup.Watcher.ClassesCame(megabatch, megabatchCount, names);
    }

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

/// <summary>Writes the rows of every epoch to the run's log as training goes on, times it, and passes it on to the watcher.</summary>
/// <param name="update">Whose epochs and steps are counted through all its trainings.</param>
public sealed class TrainingRecorder(RunLog log, IRunWatcher watcher, TimeProvider time, ResumableUpdate update)
    : ITrainingProgress
{
    private long updateStart;
    private long epochStart;
    private TimeSpan stepsTook;

    /// <summary>How long the last update took before its first epoch: to grow, to judge examples, to make networks.</summary>
    public TimeSpan PreparationTook { get; private set; }

    /// <summary>An update begins, or goes on where it was saved.</summary>
    public void UpdateStarted() => (updateStart, PreparationTook) = (time.GetTimestamp(), TimeSpan.Zero);

    public void EpochStarted()
    {
        epochStart = time.GetTimestamp();
        if (PreparationTook == TimeSpan.Zero) PreparationTook = time.GetElapsedTime(updateStart, epochStart);
    }

    public void StepDone(TrainingPosition position)
    {
        if (position.Step == position.StepCount - 1) stepsTook = time.GetElapsedTime(epochStart);
        watcher.StepDone(position);
    }

    public void EpochDone(EpochResult epoch)
    {
        log.Write(Rows(epoch));
        log.Message(
            $"megabatch {epoch.Megabatch} epoch {update.EpochCount}: training loss {epoch.Training.Loss:F4} "
            + $"accuracy {epoch.Training.Accuracy:F4}, "
            + $"validation loss {epoch.Validation.Loss:F4} accuracy {epoch.Validation.Accuracy:F4}{(epoch.Improved ? " (best)" : "")}, "
            + $"{stepsTook.TotalSeconds:F2} s");
        watcher.EpochDone(epoch);
    }

    private IEnumerable<MetricRow> Rows(EpochResult epoch)
    {
        for (var step = 0; step < epoch.StepLosses.Length; step++)
        {
            yield return new(epoch.Megabatch, Splits.Train, update.StepCount + step, MetricNames.Loss, epoch.StepLosses[step]);
            yield return new(epoch.Megabatch, Splits.Train, update.StepCount + step, MetricNames.Accuracy, epoch.StepAccuracies[step]);
        }
        yield return new(epoch.Megabatch, Splits.Train, update.EpochCount, MetricNames.EpochLoss, epoch.Training.Loss);
        yield return new(epoch.Megabatch, Splits.Train, update.EpochCount, MetricNames.EpochAccuracy, epoch.Training.Accuracy);
        yield return new(epoch.Megabatch, Splits.Train, update.EpochCount, MetricNames.EpochSeconds, stepsTook.TotalSeconds);
        yield return new(epoch.Megabatch, Splits.Train, update.EpochCount, MetricNames.EpochMultiplyAdds, epoch.MultiplyAdds);
        yield return new(epoch.Megabatch, Splits.Validation, update.EpochCount, MetricNames.Loss, epoch.Validation.Loss);
        yield return new(epoch.Megabatch, Splits.Validation, update.EpochCount, MetricNames.Accuracy, epoch.Validation.Accuracy);
    }
}
