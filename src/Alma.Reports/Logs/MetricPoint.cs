namespace Alma.Reports.Logs;

/// <summary>A value of a metric and when it was measured.</summary>
/// <param name="Megabatch">Zero-based.</param>
/// <param name="Step">Iteration, epoch or megabatch, as the metric counts (docs/metrics.md).</param>
/// <param name="Value">Which may be NaN or infinite.</param>
public sealed record MetricPoint(int Megabatch, long Step, double Value);
