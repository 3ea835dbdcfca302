namespace Alma.Runs.Metrics;

/// <summary>Which of two values of a metric is better.</summary>
public enum MetricDirection
{
    Neither,
    Less,
    More,
}
