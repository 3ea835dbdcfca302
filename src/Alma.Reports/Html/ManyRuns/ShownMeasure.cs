using Alma.Reports.Comparison;
using Alma.Runs.Metrics;

namespace Alma.Reports.Html.ManyRuns;

/// <summary>A number that stands for a run, by which the page compares.</summary>
/// <param name="LongTitle">On an axis of its own.</param>
/// <param name="ShortTitle">Among others of its kind.</param>
/// <param name="HasInterval">Whether tables show how sure its mean is.</param>
internal sealed record ShownMeasure(ShownMetric Metric, string LongTitle, string ShortTitle, bool HasInterval)
{
    public static ShownMeasure Of(RunMeasure measure) => new(
        ShownMetric.Of(measure.Metric, measure.Title), measure.Metric.LongTitle, measure.Metric.ShortTitle,
        measure.Metric.Split == Splits.Test);
}
