namespace Alma.Reports;

/// <summary>How numbers are written, in text and on axes. The page's script has the same styles.</summary>
public enum NumberStyle
{
    Percent,
    Plain,
    Count,
    Magnitude,
    Bytes,
    Duration,
}
