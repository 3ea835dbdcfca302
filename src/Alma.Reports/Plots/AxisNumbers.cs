namespace Alma.Reports.Plots;

/// <summary>How the numbers of an axis are read.</summary>
public enum AxisNumbers
{
    Percent,
    Plain,
    Count,
    Magnitude,
    Bytes,
    Duration,
}
