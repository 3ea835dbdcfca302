using Alma.Runs.Metrics;

namespace Alma.Runs.Following;

/// <summary>How far a run is with one megabatch, as its rows say.</summary>
/// <param name="Megabatch">Zero-based.</param>
public sealed record MegabatchProgress(int Megabatch)
{
    /// <summary>Epochs of the update that are through, in all its rounds.</summary>
    public int Epochs { get; init; }

    /// <summary>That the steps of these took.</summary>
    public double EpochSeconds { get; init; }

    /// <summary>In 0..1; null before the first epoch is through.</summary>
    public double? BestValidationAccuracy { get; init; }

    /// <summary>In 0..1; null before the megabatch is evaluated.</summary>
    public double? TestError { get; init; }

    /// <summary>
    /// Seconds of update and evaluation, once they are through. Of an update that was resumed they hold the last part only.
    /// </summary>
    public double Seconds { get; init; }

    internal MegabatchProgress With(MetricRow row) => (row.Split, row.Name) switch
    {
        (Splits.Train, MetricNames.EpochSeconds) => this with { EpochSeconds = EpochSeconds + row.Value },
        (Splits.Validation, MetricNames.Accuracy) => this with
        {
            Epochs = Math.Max(Epochs, (int)Math.Min(row.Step + 1, int.MaxValue)),
            BestValidationAccuracy = Math.Max(BestValidationAccuracy ?? 0, row.Value),
        },
        (Splits.Validation, MetricNames.BestAccuracy) => this with { BestValidationAccuracy = Epochs > 0 ? row.Value : null },
        (Splits.Test, MetricNames.Error) => this with { TestError = row.Value },
        (Splits.Cost, MetricNames.UpdateSeconds or MetricNames.EvaluateSeconds) => this with { Seconds = Seconds + row.Value },
        _ => this,
    };
}
