namespace Alma.Reports.Logs;

/// <summary>A value of a metric and the run that measured it.</summary>
public sealed record RunPoint(LoggedRun Run, MetricPoint Point);
