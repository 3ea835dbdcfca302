namespace Alma.Learning.Training;

/// <summary>How far an update has come, beside its tensors: what goes into a checkpoint as text.</summary>
/// <param name="GrowthMultiplyAdds">What choosing what to grow has cost, once the network has grown.</param>
/// <param name="Finished">What each training of the update that is through came to.</param>
/// <param name="Current">The training that is under way, or null between two.</param>
public sealed record UpdateRecord(long? GrowthMultiplyAdds, IReadOnlyList<TrainingOutcome> Finished, TrainingRecord? Current)
{
    /// <summary>Of an update that has not begun.</summary>
    public static UpdateRecord Start { get; } = new(null, [], null);
}

/// <summary>How far a training has come.</summary>
/// <param name="EpochCount">Epochs that are through.</param>
/// <param name="OptimizerSteps">Steps that the optimizer has taken.</param>
/// <param name="Models">Per model, its best epoch so far.</param>
public sealed record TrainingRecord(int EpochCount, int OptimizerSteps, IReadOnlyList<StoppingRecord> Models);

/// <summary>What early stopping knows of a model.</summary>
/// <param name="BestAccuracy">Of the best epoch; null before the first.</param>
public sealed record StoppingRecord(int BestEpoch, double? BestAccuracy, int EpochsWithoutImprovement);
