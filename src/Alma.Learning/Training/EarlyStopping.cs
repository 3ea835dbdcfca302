namespace Alma.Learning.Training;

/// <summary>
/// Follows the validation accuracy of a model in training: which epoch is the best so far, and whether so many have passed without a
/// better one that training ends.
/// </summary>
/// <param name="BestAccuracy">Of the best epoch; null before the first.</param>
public sealed record EarlyStopping(int BestEpoch, double? BestAccuracy, int EpochsWithoutImprovement)
{
    /// <summary>Before the first epoch.</summary>
    public static EarlyStopping Start { get; } = new(-1, null, 0);

    public bool ShouldStop(int patience) => EpochsWithoutImprovement >= patience;

    /// <summary>After one more epoch, which is the best so far if it is better by more than the delta.</summary>
    public EarlyStopping After(int epoch, double accuracy, double delta) => BestAccuracy is { } best && accuracy <= best + delta
        ? this with { EpochsWithoutImprovement = EpochsWithoutImprovement + 1 }
        : new EarlyStopping(epoch, accuracy, 0);
}
