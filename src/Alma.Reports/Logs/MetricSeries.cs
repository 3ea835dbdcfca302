namespace Alma.Reports.Logs;

/// <summary>All values of one metric of one run, in the order in which they were measured.</summary>
/// <param name="Name">Split and name: <c>test/accuracy</c>.</param>
/// <param name="Points">Empty where the run has not measured it.</param>
public sealed record MetricSeries(string Name, IReadOnlyList<MetricPoint> Points)
{
    /// <summary>The last value; null where there is none.</summary>
    public double? Last => Points.Count == 0 ? null : Points[^1].Value;

    /// <summary>The largest value; null where there is none. NaN is passed over, here and below.</summary>
    public double? Max => ArgMax?.Value;

    public double? Min => ArgMin?.Value;

    /// <summary>Where the largest value is, the first of equal ones; null where there is none.</summary>
    public MetricPoint? ArgMax => Numbers.MaxBy(point => point.Value);

    public MetricPoint? ArgMin => Numbers.MinBy(point => point.Value);

    private IEnumerable<MetricPoint> Numbers => Points.Where(point => !double.IsNaN(point.Value));
}

/// <summary>A value of a metric and when it was measured.</summary>
/// <param name="Megabatch">Zero-based.</param>
/// <param name="Step">Iteration, epoch or megabatch, as the metric counts (docs/metrics.md).</param>
/// <param name="Value">Which may be NaN or infinite.</param>
public sealed record MetricPoint(int Megabatch, long Step, double Value);

/// <summary>A value of a metric and the run that measured it.</summary>
public sealed record RunPoint(LoggedRun Run, MetricPoint Point);
