using Alma.Learning.Learners;
using Alma.Learning.Training;

namespace Alma.Experiments.Checkpoints;

/// <summary>
/// Checks what a checkpoint says of the update that was under way: its trainings, their epochs and steps, and what early stopping knows.
/// </summary>
internal sealed class UpdateCheck(SavedCheckpoint saved, UpdateProgress update, TrainingOptions options, LearnerHolding? holding)
{
    private const long MaxExamples = 1L << 53; // some thousand of them can still be summed
    private const double RoundedUp = 1 + 1e-6; // weighted accuracies are sums

    private readonly UpdateRecord record = update.Record;

    /// <exception cref="SafetensorsException">It is nothing that an update can have come to.</exception>
    public void Run(long stepsPerEpoch)
    {
        foreach (var outcome in record.Finished) CheckFinished(outcome);
        var trainings = record.Finished.Count + (record.Current is null ? 0 : 1);
        if (trainings == 0 || trainings > (holding?.TrainingCount ?? trainings)) throw saved.Wrong($"its update has {trainings} trainings");
        if (record.GrowthMultiplyAdds is < 0 or > CheckpointCheck.MaxMultiplyAdds)
            throw saved.Wrong($"growth has cost {record.GrowthMultiplyAdds} multiply-adds");
        if (record.Current is { } current) CheckCurrent(current, stepsPerEpoch);
        var epochs = record.Finished.Sum(outcome => (long)outcome.EpochCount) + (record.Current?.EpochCount ?? 0);
        if (update.EpochCount != epochs)
            throw saved.Wrong($"{update.EpochCount} epochs of its update are through, and its trainings have {epochs}");
        if (update.StepCount != epochs * stepsPerEpoch)
            throw saved.Wrong($"{update.StepCount} steps are through, and {epochs} epochs have {epochs * stepsPerEpoch}");
    }

    private void CheckFinished(TrainingOutcome? outcome)
    {
        if (outcome is null) throw saved.Wrong("a finished training is null");
        CheckEpochs(outcome.EpochCount);
        if (outcome.BestEpoch < 0 || outcome.BestEpoch >= outcome.EpochCount)
            throw saved.Wrong($"the best of {outcome.EpochCount} epochs is {outcome.BestEpoch}");
        CheckAccuracy(outcome.BestAccuracy);
        if (outcome.TrainingExamples is < 0 or > MaxExamples)
            throw saved.Wrong($"a training stepped on {outcome.TrainingExamples} examples");
        CheckpointCheck.RefuseAbsurd(saved, outcome.Cost);
    }

    private void CheckCurrent(TrainingRecord current, long stepsPerEpoch)
    {
        CheckEpochs(current.EpochCount);
        if (current.OptimizerSteps != current.EpochCount * stepsPerEpoch)
            throw saved.Wrong(
                $"the optimizer has taken {current.OptimizerSteps} steps, and {current.EpochCount} epochs have "
                + $"{current.EpochCount * stepsPerEpoch}");
        if (current.Models.Count == 0 || current.Models.Count != (holding?.ModelCount ?? current.Models.Count))
            throw saved.Wrong($"{current.Models.Count} models are in training, not {holding?.ModelCount ?? 1}");
        foreach (var model in current.Models) CheckStopping(model, current.EpochCount);
    }

    private void CheckStopping(StoppingRecord? model, int epochCount)
    {
        if (model?.BestAccuracy is not { } accuracy) throw saved.Wrong("a model in training has no best epoch");
        CheckAccuracy(accuracy);
        if (model.BestEpoch < 0
            || model.BestEpoch + (long)model.EpochsWithoutImprovement != epochCount - 1L
            || model.EpochsWithoutImprovement < 0)
            throw saved.Wrong(
                $"the best epoch of a model is {model.BestEpoch} and {model.EpochsWithoutImprovement} came after it, of {epochCount}");
    }

    private void CheckEpochs(int count)
    {
        if (count < 1 || count > options.MaxEpochs)
            throw saved.Wrong($"{count} epochs of a training are through, of {options.MaxEpochs} at most");
    }

    private void CheckAccuracy(double accuracy)
    {
        if (accuracy is not (>= 0 and <= RoundedUp)) throw saved.Wrong($"a best accuracy is {accuracy}, which is not from 0 to 1");
    }
}
