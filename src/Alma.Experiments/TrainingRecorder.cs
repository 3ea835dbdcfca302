using Alma.Experiments.Checkpoints;
using Alma.Learning.Training;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Experiments;

/// <summary>Writes the rows of every epoch to the run's log as training goes on, times it, and passes it on to the watcher.</summary>
public sealed class TrainingRecorder(RunLog log, IRunWatcher watcher, TimeProvider time) : ITrainingProgress
{
    private long updateStart;
    private long epochStart;
    private TimeSpan stepsTook;
    private int epochCount;
    private long stepCount;

    /// <summary>Epochs of the update under way that are through, in all its rounds, and their steps.</summary>
    public (int Epochs, long Steps) Progress => (epochCount, stepCount);

    /// <summary>How long the last update took before its first epoch: to grow, to judge examples, to make networks.</summary>
    public TimeSpan PreparationTook { get; private set; }

    /// <summary>An update begins: epochs and steps are counted from 0, through all its rounds.</summary>
    /// <param name="resumed">What of it was through when it was saved, or null where it begins.</param>
    public void UpdateStarted(UpdateProgress? resumed) =>
        (updateStart, epochCount, stepCount, PreparationTook) = (
            time.GetTimestamp(), resumed?.EpochCount ?? 0, resumed?.StepCount ?? 0, TimeSpan.Zero);

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
            $"megabatch {epoch.Megabatch} epoch {epochCount}: training loss {epoch.Training.Loss:F4} "
            + $"accuracy {epoch.Training.Accuracy:F4}, "
            + $"validation loss {epoch.Validation.Loss:F4} accuracy {epoch.Validation.Accuracy:F4}{(epoch.Improved ? " (best)" : "")}, "
            + $"{stepsTook.TotalSeconds:F2} s");
        watcher.EpochDone(epoch);
        epochCount++;
        stepCount += epoch.StepLosses.Length;
    }

    private IEnumerable<MetricRow> Rows(EpochResult epoch)
    {
        for (var step = 0; step < epoch.StepLosses.Length; step++)
        {
            yield return new(epoch.Megabatch, Splits.Train, stepCount + step, MetricNames.Loss, epoch.StepLosses[step]);
            yield return new(epoch.Megabatch, Splits.Train, stepCount + step, MetricNames.Accuracy, epoch.StepAccuracies[step]);
        }
        yield return new(epoch.Megabatch, Splits.Train, epochCount, MetricNames.EpochLoss, epoch.Training.Loss);
        yield return new(epoch.Megabatch, Splits.Train, epochCount, MetricNames.EpochAccuracy, epoch.Training.Accuracy);
        yield return new(epoch.Megabatch, Splits.Train, epochCount, MetricNames.EpochSeconds, stepsTook.TotalSeconds);
        yield return new(epoch.Megabatch, Splits.Train, epochCount, MetricNames.EpochMultiplyAdds, epoch.MultiplyAdds);
        yield return new(epoch.Megabatch, Splits.Validation, epochCount, MetricNames.Loss, epoch.Validation.Loss);
        yield return new(epoch.Megabatch, Splits.Validation, epochCount, MetricNames.Accuracy, epoch.Validation.Accuracy);
    }
}
