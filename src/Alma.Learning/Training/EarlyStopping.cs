namespace Alma.Learning.Training;

/// <summary>
/// Follows the validation accuracy of an update: which epoch is the best so far, and whether so many have passed without a
/// better one that training ends.
/// </summary>
public sealed class EarlyStopping(int patience, double delta)
{
    public int BestEpoch { get; private set; } = -1;

    public double BestAccuracy { get; private set; } = double.NegativeInfinity;

    public int EpochsWithoutImprovement { get; private set; }

    public bool ShouldStop => EpochsWithoutImprovement >= patience;

    /// <summary>Takes in the accuracy of an epoch.</summary>
    /// <returns>Whether it is the best so far, by more than the delta.</returns>
    public bool Observe(int epoch, double accuracy)
    {
        if (accuracy <= BestAccuracy + delta)
        {
            EpochsWithoutImprovement++;
            return false;
        }
        (BestEpoch, BestAccuracy, EpochsWithoutImprovement) = (epoch, accuracy, 0);
        return true;
    }

    internal StoppingRecord Record() => new(BestEpoch, double.IsFinite(BestAccuracy) ? BestAccuracy : null, EpochsWithoutImprovement);

    internal void Restore(StoppingRecord record) =>
        (BestEpoch, BestAccuracy, EpochsWithoutImprovement) = (
            record.BestEpoch, record.BestAccuracy ?? double.NegativeInfinity, record.EpochsWithoutImprovement);
}
