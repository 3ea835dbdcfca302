using Alma.Runs.Metrics;

namespace Alma.Reports.Summary;

/// <summary>How good the model was after one megabatch and what that cost. What the run did not measure is null.</summary>
public sealed record MegabatchSummary
{
    /// <summary>Zero-based, as in <c>metrics.jsonl</c>.</summary>
    public required int Megabatch { get; init; }

    public double? Error { get; init; }

    public double? CumulativeError { get; init; }

    public double? AverageError { get; init; }

    public double? Accuracy { get; init; }

    public double? Loss { get; init; }

    public int? Epochs { get; init; }

    public double? BestValidationAccuracy { get; init; }

    public required MultiplyAdds MultiplyAdds { get; init; }

    /// <summary>Of all megabatches so far, for all purposes.</summary>
    public double? CumulativeMultiplyAdds { get; init; }

    public long? Parameters { get; init; }

    /// <summary>Held to predict: parameters and buffers.</summary>
    public long? BytesToPredict { get; init; }

    /// <summary>The most memory that the process has held until then.</summary>
    public long? PeakResidentBytes { get; init; }

    public double? UpdateSeconds { get; init; }

    public double? EvaluateSeconds { get; init; }

    internal static MegabatchSummary Of(int megabatch, IEnumerable<MetricRow> rows)
    {
        var values = new MetricValues(rows);
        return new MegabatchSummary
        {
            Megabatch = megabatch,
            Error = values[Splits.Test, MetricNames.Error],
            CumulativeError = values[Splits.Test, MetricNames.CumulativeError],
            AverageError = values[Splits.Test, MetricNames.AverageError],
            Accuracy = values[Splits.Test, MetricNames.Accuracy],
            Loss = values[Splits.Test, MetricNames.Loss],
            Epochs = (int?)values[Splits.Cost, MetricNames.Epochs],
            BestValidationAccuracy = values[Splits.Validation, MetricNames.BestAccuracy],
            MultiplyAdds = MultiplyAdds.Of(values),
            CumulativeMultiplyAdds = values[Splits.Cost, MetricNames.CumulativeMultiplyAdds],
            Parameters = (long?)values[Splits.Cost, MetricNames.Parameters],
            BytesToPredict = (long?)values[Splits.Cost, MetricNames.BytesToPredict],
            UpdateSeconds = values[Splits.Cost, MetricNames.UpdateSeconds],
            EvaluateSeconds = values[Splits.Cost, MetricNames.EvaluateSeconds],
        };
    }
}
