using Alma.Reports.Summary;
using Alma.Runs.Metrics;

namespace Alma.Reports.Html.OneRun;

/// <summary>What the page's script draws of one run. Lists over megabatches have one place for each that was evaluated.</summary>
internal sealed record RunCharts
{
    /// <summary>What a curve of cumulative multiply-adds is called.</summary>
    public static string SoFar { get; } = $"{MetricCatalog.CumulativeMultiplyAdds.Title} so far";

    private static readonly MegabatchFigure[] memories = [MegabatchFigure.PeakMemory, MegabatchFigure.BytesToPredict];

    public required IReadOnlyList<int> Megabatches { get; init; }

    public required ShownSeries Error { get; init; }

    /// <summary>Of a run that is kept: errors before and after it learned from each dump.</summary>
    public required IReadOnlyList<ShownSeries> Arrivals { get; init; }

    public required ShownSeries Loss { get; init; }

    public required ShownSeries CumulativeError { get; init; }

    public required ShownSeries CumulativeMultiplyAdds { get; init; }

    public required IReadOnlyList<ShownSeries> Purposes { get; init; }

    public required ShownSeries Parameters { get; init; }

    public required IReadOnlyList<ShownSeries> Memories { get; init; }

    public required IReadOnlyList<ShownSeries> Seconds { get; init; }

    public required EpochCharts Epochs { get; init; }

    /// <summary>Of several networks together: <see cref="MegabatchStage.Oracle"/> and <see cref="MegabatchStage.Agreement"/>.</summary>
    public IReadOnlyList<ShownMetric> Together { get; } =
        [ShownMetric.Of(MetricCatalog.OracleAccuracy), ShownMetric.Of(MetricCatalog.Agreement)];

    /// <summary>What the classes are called; empty where the run does not say, and they are shown by number.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    public required IReadOnlyList<MegabatchStage> Stages { get; init; }

    public static RunCharts Of(RunDetails run)
    {
        var megabatches = run.Summary.Megabatches;
        ShownSeries Series(MegabatchFigure figure, string? title = null) => ShownSeries.Of(figure, megabatches, title);
        return new RunCharts
        {
            Megabatches = [.. megabatches.Select(megabatch => megabatch.Megabatch)],
            Error = Series(MegabatchFigure.Error),
            Arrivals =
            [
                Series(MegabatchFigure.ArrivalError), Series(MegabatchFigure.ArrivalReferenceError),
                Series(MegabatchFigure.Error, "error after learning, on all held-out examples"),
            ],
            Loss = Series(MegabatchFigure.Loss),
            CumulativeError = Series(MegabatchFigure.CumulativeError, MetricCatalog.CumulativeError.Title),
            CumulativeMultiplyAdds = Series(MegabatchFigure.CumulativeMultiplyAdds, SoFar),
            Purposes = [.. MegabatchFigure.Purposes.Select(purpose => Series(purpose))],
            Parameters = Series(MegabatchFigure.Parameters),
            Memories = [.. memories.Select(memory => Series(memory, memory.Metric.ShortTitle))],
            Seconds = [.. MegabatchFigure.Times.Select(time => Series(time))],
            Epochs = EpochCharts.Of(run.Epochs),
            Classes = run.Summary.Manifest.Classes,
            Stages = MegabatchStage.Of(run.Megabatches),
        };
    }
}

/// <summary>A number after each megabatch, with what it is.</summary>
internal sealed record ShownSeries(ShownMetric Metric, IReadOnlyList<object?> Values)
{
    /// <param name="title">By default the metric's long one.</param>
    public static ShownSeries Of(MegabatchFigure figure, IReadOnlyList<MegabatchSummary> megabatches, string? title = null) => new(
        ShownMetric.Of(figure.Metric, title ?? figure.Metric.LongTitle),
        [.. megabatches.Select(megabatch => ShownMetric.Value(figure.Metric, figure.Of(megabatch)))]);
}

/// <summary>The epochs of a run on one axis. Of very many, every so many-th is kept, and the last of each megabatch.</summary>
internal sealed record EpochCharts(
    IReadOnlyList<int> Positions,
    IReadOnlyList<int> Megabatches,
    IReadOnlyList<double?> TrainingLoss,
    IReadOnlyList<double?> TrainingAccuracy,
    IReadOnlyList<double?> ValidationLoss,
    IReadOnlyList<double?> ValidationAccuracy)
{
    private const int MaxPoints = 4000;

    public static EpochCharts Of(IReadOnlyList<EpochSummary> epochs)
    {
        var stride = (epochs.Count + MaxPoints - 1) / MaxPoints;
        List<int> kept = [.. Enumerable.Range(0, epochs.Count)
            .Where(k => k % stride == 0 || k == epochs.Count - 1 || epochs[k].Megabatch != epochs[k + 1].Megabatch)];
        return new EpochCharts(
            kept,
            [.. kept.Select(k => epochs[k].Megabatch)],
            [.. kept.Select(k => epochs[k].TrainingLoss)],
            [.. kept.Select(k => epochs[k].TrainingAccuracy)],
            [.. kept.Select(k => epochs[k].ValidationLoss)],
            [.. kept.Select(k => epochs[k].ValidationAccuracy)]);
    }
}
