using Alma.Runs.Metrics;

namespace Alma.Reports.Summary;

/// <summary>One epoch of the update on a megabatch. What the run did not measure is null.</summary>
/// <param name="Epoch">Zero-based, counted on through the rounds of an update.</param>
public sealed record EpochSummary(
    int Megabatch, long Epoch, double? TrainingLoss, double? TrainingAccuracy, double? ValidationLoss, double? ValidationAccuracy)
{
    private static readonly Metric[] measured =
        [MetricCatalog.EpochLoss, MetricCatalog.EpochAccuracy, MetricCatalog.ValidationLoss, MetricCatalog.ValidationAccuracy];

    /// <summary>The epochs of some rows of one megabatch, in order.</summary>
    internal static IEnumerable<EpochSummary> Of(int megabatch, IEnumerable<MetricRow> rows) => rows
        .Where(IsOfAnEpoch)
        .GroupBy(row => row.Step)
        .OrderBy(epoch => epoch.Key)
        .Select(epoch =>
        {
            var values = new MetricValues(epoch);
            return new EpochSummary(
                megabatch,
                epoch.Key,
                values[MetricCatalog.EpochLoss],
                values[MetricCatalog.EpochAccuracy],
                values[MetricCatalog.ValidationLoss],
                values[MetricCatalog.ValidationAccuracy]);
        });

    private static bool IsOfAnEpoch(MetricRow row) => measured.Any(metric => metric.IsOf(row));
}
