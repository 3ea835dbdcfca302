using Alma.Reports.Summary;
using Alma.Runs.Metrics;

namespace Alma.Reports.Comparison;

/// <summary>A number that stands for a whole run. Less is better, of each of them.</summary>
/// <param name="Metric">What it is: of the last megabatch, or of all.</param>
/// <param name="Of">Its value; null where the run did not measure it.</param>
public sealed record RunMeasure(Metric Metric, Func<RunSummary, double?> Of)
{
    public static RunMeasure AverageError { get; } = AtTheEnd(MegabatchFigure.AverageError);

    public static RunMeasure Error { get; } = AtTheEnd(MegabatchFigure.Error) with { Title = $"{MetricCatalog.Error.Title} at the end" };

    public static RunMeasure CumulativeError { get; } = AtTheEnd(MegabatchFigure.CumulativeError);

    public static RunMeasure MultiplyAdds { get; } =
        AtTheEnd(MegabatchFigure.CumulativeMultiplyAdds) with { Name = MetricCatalog.MultiplyAdds.Name };

    public static RunMeasure Parameters { get; } = AtTheEnd(MegabatchFigure.Parameters);

    public static RunMeasure BytesToPredict { get; } = AtTheEnd(MegabatchFigure.BytesToPredict);

    public static RunMeasure PeakMemory { get; } = new(MetricCatalog.PeakMemory, run => run.PeakResidentBytes);

    public static RunMeasure Seconds { get; } = new(MetricCatalog.Seconds, run => run.Seconds);

    public static IReadOnlyList<RunMeasure> All { get; } =
        [AverageError, Error, CumulativeError, MultiplyAdds, Parameters, BytesToPredict, PeakMemory, Seconds];

    /// <summary>As users type it.</summary>
    public string Name { get; private init; } = Metric.Name;

    /// <summary>As reports print it.</summary>
    public string Title { get; private init; } = Metric.Title;

    private static RunMeasure AtTheEnd(MegabatchFigure figure) => new(figure.Metric, run => run.Last is { } last ? figure.Of(last) : null);

    /// <summary>The value as people read it.</summary>
    public string Format(double? value) => Units.In(UnitStyles.InText(Metric.Unit), value);
}
