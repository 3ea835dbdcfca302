using Alma.Reports.Summary;

namespace Alma.Reports.Html.OneRun;

/// <summary>A number after each megabatch, with what it is.</summary>
internal sealed record ShownSeries(ShownMetric Metric, IReadOnlyList<object?> Values)
{
    /// <param name="title">By default the metric's long one.</param>
    public static ShownSeries Of(MegabatchFigure figure, IReadOnlyList<MegabatchSummary> megabatches, string? title = null) => new(
        ShownMetric.Of(figure.Metric, title ?? figure.Metric.LongTitle),
        [.. megabatches.Select(megabatch => ShownMetric.Value(figure.Metric, figure.Of(megabatch)))]);
}
