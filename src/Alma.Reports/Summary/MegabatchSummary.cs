using Alma.Runs.Metrics;

namespace Alma.Reports.Summary;

/// <summary>How good the model was after one megabatch and what that cost. What the run did not measure is null.</summary>
public sealed record MegabatchSummary
{
    /// <summary>Zero-based, as in <c>metrics.jsonl</c>.</summary>
    public required int Megabatch { get; init; }

    public double? Error { get; init; }

    /// <summary>Of the model before it learned from the dump that the megabatch is, on that dump.</summary>
    public double? ArrivalError { get; init; }

    /// <summary>Of the same model on held-out examples of earlier dumps.</summary>
    public double? ArrivalReferenceError { get; init; }

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
            Error = values[MetricCatalog.Error],
            ArrivalError = values[MetricCatalog.ArrivalError],
            ArrivalReferenceError = values[MetricCatalog.ArrivalReferenceError],
            CumulativeError = values[MetricCatalog.CumulativeError],
            AverageError = values[MetricCatalog.AverageError],
            Accuracy = values[MetricCatalog.TestAccuracy],
            Loss = values[MetricCatalog.TestLoss],
            Epochs = (int?)values[MetricCatalog.Epochs],
            BestValidationAccuracy = values[MetricCatalog.BestAccuracy],
            MultiplyAdds = MultiplyAdds.Of(values),
            CumulativeMultiplyAdds = values[MetricCatalog.CumulativeMultiplyAdds],
            Parameters = (long?)values[MetricCatalog.Parameters],
            BytesToPredict = (long?)values[MetricCatalog.BytesToPredict],
            UpdateSeconds = values[MetricCatalog.UpdateSeconds],
            EvaluateSeconds = values[MetricCatalog.EvaluateSeconds],
        };
    }
}

/// <summary>Multiply-adds spent on one megabatch, by what they were spent on.</summary>
public sealed record MultiplyAdds(double? TrainForward, double? TrainBackward, double? Validate, double? Select, double? Evaluate)
{
    /// <summary>Of all purposes that were counted; null if none was.</summary>
    public double? Total
    {
        get
        {
            var counted = new[] { TrainForward, TrainBackward, Validate, Select, Evaluate }.OfType<double>().ToList();
            return counted.Count == 0 ? null : counted.Sum();
        }
    }

    internal static MultiplyAdds Of(MetricValues values) => new(
        values[MetricCatalog.MultiplyAddsTrainForward],
        values[MetricCatalog.MultiplyAddsTrainBackward],
        values[MetricCatalog.MultiplyAddsValidate],
        values[MetricCatalog.MultiplyAddsSelect],
        values[MetricCatalog.MultiplyAddsEvaluate]);
}

/// <summary>The last value of each metric in some rows.</summary>
internal sealed class MetricValues
{
    private readonly Dictionary<(string Split, string Name), double> values = [];

    public MetricValues(IEnumerable<MetricRow> rows)
    {
        foreach (var row in rows)
            values[(row.Split, row.Name)] = row.Value;
    }

    /// <param name="metric">One that is a row.</param>
    public double? this[Metric metric] => values.TryGetValue((metric.Split!, metric.Name), out var value) ? value : null;
}
