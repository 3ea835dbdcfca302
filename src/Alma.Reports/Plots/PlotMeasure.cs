using Alma.Reports.Summary;

namespace Alma.Reports.Plots;

/// <summary>What an axis of a plot shows of a run after a megabatch.</summary>
/// <param name="Name">As users type it.</param>
/// <param name="Title">As the axis says it.</param>
/// <param name="At">Its value after one of the run's megabatches, by its place among them; null where it was not measured.</param>
public sealed record PlotMeasure(string Name, string Title, AxisNumbers Numbers, Func<RunSummary, int, double?> At)
{
    /// <summary>What an axis is called that has megabatches.</summary>
    public const string Megabatch = "megabatch";

    public static PlotMeasure Error { get; } = new("error", "test error", AxisNumbers.Percent, (run, k) => run.Megabatches[k].Error);

    public static PlotMeasure AverageError { get; } = new("average_error", "average test error", AxisNumbers.Percent, (run, k) => run.Megabatches[k].AverageError);

    public static PlotMeasure CumulativeError { get; } = new("cumulative_error", "cumulative test error", AxisNumbers.Plain, (run, k) => run.Megabatches[k].CumulativeError);

    public static PlotMeasure Accuracy { get; } = new("accuracy", "test accuracy", AxisNumbers.Percent, (run, k) => run.Megabatches[k].Accuracy);

    private static readonly PlotMeasure[] costs =
    [
        new("compute", "multiply-adds, all purposes", AxisNumbers.Magnitude, (run, k) => run.Megabatches[k].CumulativeMultiplyAdds),
        new("memory", "memory to predict", AxisNumbers.Bytes, (run, k) => run.Megabatches[k].BytesToPredict),
        new("peak_memory", "peak memory of the process", AxisNumbers.Bytes, (run, k) => run.Megabatches[k].PeakResidentBytes),
        new("parameters", "parameters", AxisNumbers.Magnitude, (run, k) => run.Megabatches[k].Parameters),
        new("seconds", "time of learning and evaluating", AxisNumbers.Duration, (run, k) => run.Megabatches.Take(k + 1).Sum(megabatch => (megabatch.UpdateSeconds ?? 0) + (megabatch.EvaluateSeconds ?? 0))),
    ];

    /// <summary>All that can be drawn.</summary>
    public static IReadOnlyList<PlotMeasure> All { get; } =
    [
        Error, AverageError, CumulativeError, new("loss", "test loss", AxisNumbers.Plain, (run, k) => run.Megabatches[k].Loss), Accuracy, .. costs,
        new("epochs", "epochs", AxisNumbers.Count, (run, k) => run.Megabatches[k].Epochs),
    ];

    /// <summary>The names of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(measure => measure.Name)];

    /// <summary>The names of what others can be drawn against: <see cref="Megabatch"/>, or a cost.</summary>
    public static IReadOnlyList<string> Across { get; } = [Megabatch, .. costs.Select(measure => measure.Name)];

    public bool IsMoreBetter => this == Accuracy;

    /// <summary>The measure of that name; null for <see cref="Megabatch"/> or none.</summary>
    public static PlotMeasure? Named(string? name) => All.FirstOrDefault(measure => measure.Name == name);

    /// <summary>Its value at the end of a run.</summary>
    public double? AtTheEnd(RunSummary run) => run.Megabatches.Count == 0 ? null : At(run, run.Megabatches.Count - 1);
}
