using Alma.Learning.Training;

namespace Alma.Testing;

/// <summary>Remembers every epoch it is told of.</summary>
public sealed class RecordedTraining : ITrainingProgress
{
    public List<EpochResult> Epochs { get; } = [];

    public int StepCount { get; private set; }

    public void StepDone(TrainingPosition position) => StepCount++;

    public void EpochDone(EpochResult epoch) => Epochs.Add(epoch);
}
