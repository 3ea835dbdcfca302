using Alma.Learning.Training;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Experiments;

/// <summary>Writes the rows of every epoch to the run's log as training goes on, times it, and passes it on to the watcher.</summary>
public sealed class TrainingRecorder(RunLog log, IRunWatcher watcher, TimeProvider time) : ITrainingProgress
{
    private long epochStart = time.GetTimestamp();
    private TimeSpan stepsTook;

    /// <summary>An update begins: its first epoch is timed from now.</summary>
    public void UpdateStarted() => epochStart = time.GetTimestamp();

    public void StepDone(TrainingPosition position)
    {
        if (position.Step == position.StepCount - 1) stepsTook = time.GetElapsedTime(epochStart);
        watcher.StepDone(position);
    }

    public void EpochDone(EpochResult epoch)
    {
        log.Write(Rows(epoch));
        log.Message(
            $"megabatch {epoch.Megabatch} epoch {epoch.Epoch}: training loss {epoch.Training.Loss:F4} accuracy {epoch.Training.Accuracy:F4}, "
            + $"validation loss {epoch.Validation.Loss:F4} accuracy {epoch.Validation.Accuracy:F4}{(epoch.Improved ? " (best)" : "")}, {stepsTook.TotalSeconds:F2} s");
        watcher.EpochDone(epoch);
        epochStart = time.GetTimestamp();
    }

    private IEnumerable<MetricRow> Rows(EpochResult epoch)
    {
        var firstStep = (long)epoch.Epoch * epoch.StepLosses.Length;
        for (var step = 0; step < epoch.StepLosses.Length; step++)
        {
            yield return new(epoch.Megabatch, Splits.Train, firstStep + step, MetricNames.Loss, epoch.StepLosses[step]);
            yield return new(epoch.Megabatch, Splits.Train, firstStep + step, MetricNames.Accuracy, epoch.StepAccuracies[step]);
        }
        yield return new(epoch.Megabatch, Splits.Train, epoch.Epoch, MetricNames.EpochLoss, epoch.Training.Loss);
        yield return new(epoch.Megabatch, Splits.Train, epoch.Epoch, MetricNames.EpochAccuracy, epoch.Training.Accuracy);
        yield return new(epoch.Megabatch, Splits.Train, epoch.Epoch, MetricNames.EpochSeconds, stepsTook.TotalSeconds);
        yield return new(epoch.Megabatch, Splits.Validation, epoch.Epoch, MetricNames.Loss, epoch.Validation.Loss);
        yield return new(epoch.Megabatch, Splits.Validation, epoch.Epoch, MetricNames.Accuracy, epoch.Validation.Accuracy);
    }
}
