using Alma.Runs.Metrics;

namespace Alma.Reports.Summary;

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
