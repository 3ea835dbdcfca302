namespace Alma.Learning.Training;

/// <summary>Where training stands: a step of an epoch of the update on a megabatch, each from 0.</summary>
public readonly record struct TrainingPosition(int Megabatch, int Epoch, int MaxEpochs, int Step, int StepCount);

/// <summary>What one epoch came to.</summary>
/// <param name="StepLosses">Mean loss of each step's batch.</param>
/// <param name="StepAccuracies">Accuracy on each step's batch, before the step.</param>
/// <param name="Training">Over the epoch's steps, each scored before it was taken.</param>
/// <param name="Validation">Of the weights after the last step.</param>
/// <param name="Improved">Whether this is the best epoch so far.</param>
/// <param name="MultiplyAdds">Of its steps and validation; of the first epoch of an update with those of growth.</param>
public sealed record EpochResult(
    int Megabatch, int Epoch, int MaxEpochs, float[] StepLosses, float[] StepAccuracies, Score Training, Score Validation, bool Improved,
    double BestAccuracy, long MultiplyAdds);

/// <summary>Follows training as it happens: to show it, to log it. Who does not care for steps or epochs leaves them out.</summary>
public interface ITrainingProgress
{
    /// <summary>The first step of an epoch comes next.</summary>
    void EpochStarted() { }

    void StepDone(TrainingPosition position) { }

    void EpochDone(EpochResult epoch) { }
}

/// <summary>For whoever trains without watching.</summary>
public sealed class UnwatchedTraining : ITrainingProgress;
