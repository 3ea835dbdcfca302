using Alma.Runs.Metrics;

namespace Alma.Reports;

/// <summary>How numbers of each unit are written.</summary>
internal static class UnitStyles
{
    public static NumberStyle InText(MetricUnit unit) => unit switch
    {
        MetricUnit.Fraction => NumberStyle.Percent,
        MetricUnit.SumOfFractions or MetricUnit.Nats => NumberStyle.Plain,
        MetricUnit.Parameters or MetricUnit.Epochs or MetricUnit.Examples => NumberStyle.Count,
        MetricUnit.Bytes => NumberStyle.Bytes,
        MetricUnit.Seconds => NumberStyle.Duration,
        _ => NumberStyle.Magnitude,
    };

    /// <summary>Counts that may be of millions have prefixes there.</summary>
    public static NumberStyle OnAxis(MetricUnit unit) => unit == MetricUnit.Parameters ? NumberStyle.Magnitude : InText(unit);
}
