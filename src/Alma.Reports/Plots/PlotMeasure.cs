using Alma.Reports.Summary;
using Alma.Runs.Metrics;

namespace Alma.Reports.Plots;

/// <summary>What an axis of a plot shows of a run after a megabatch.</summary>
/// <param name="Metric">What it is.</param>
/// <param name="At">Its value after one of the run's megabatches, by its place among them; null where it was not measured.</param>
public sealed record PlotMeasure(Metric Metric, Func<RunSummary, int, double?> At)
{
    /// <summary>What an axis is called that has megabatches.</summary>
    public const string Megabatch = "megabatch";

    public static PlotMeasure Error { get; } = After(MegabatchFigure.Error);

    public static PlotMeasure AverageError { get; } = After(MegabatchFigure.AverageError);

    public static PlotMeasure CumulativeError { get; } = After(MegabatchFigure.CumulativeError);

    public static PlotMeasure Accuracy { get; } = After(MegabatchFigure.Accuracy);

    private static readonly PlotMeasure[] costs =
    [
        After(MegabatchFigure.CumulativeMultiplyAdds) with { Name = "compute" },
        After(MegabatchFigure.BytesToPredict) with { Name = "memory" },
        After(MegabatchFigure.PeakMemory),
        After(MegabatchFigure.Parameters),
        new(MetricCatalog.Seconds, SecondsUntil),
    ];

    /// <summary>All that can be drawn.</summary>
    public static IReadOnlyList<PlotMeasure> All { get; } =
    [
        Error, AverageError, CumulativeError, After(MegabatchFigure.Loss), Accuracy, .. costs,
        After(MegabatchFigure.Epochs),
    ];

    /// <summary>The names of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(measure => measure.Name)];

    /// <summary>The names of what others can be drawn against: <see cref="Megabatch"/>, or a cost.</summary>
    public static IReadOnlyList<string> Across { get; } = [Megabatch, .. costs.Select(measure => measure.Name)];

    /// <summary>As users type it.</summary>
    public string Name { get; private init; } = Metric.Name;

    /// <summary>As the axis says it.</summary>
    public string Title => Metric.LongTitle;

    public NumberStyle Numbers => UnitStyles.OnAxis(Metric.Unit);

    public bool IsMoreBetter => Metric.Direction == MetricDirection.More;

    private static double? SecondsUntil(RunSummary run, int k) =>
        run.Megabatches.Take(k + 1).Sum(megabatch => (megabatch.UpdateSeconds ?? 0) + (megabatch.EvaluateSeconds ?? 0));

    private static PlotMeasure After(MegabatchFigure figure) => new(figure.Metric, (run, k) => figure.Of(run.Megabatches[k]));

    /// <summary>The measure of that name; null for <see cref="Megabatch"/> or none.</summary>
    public static PlotMeasure? Named(string? name) => All.FirstOrDefault(measure => measure.Name == name);

    /// <summary>Its value at the end of a run.</summary>
    public double? AtTheEnd(RunSummary run) => run.Megabatches.Count == 0 ? null : At(run, run.Megabatches.Count - 1);
}
