namespace Alma.Reports.Plots;

/// <summary>A point of a plot.</summary>
/// <param name="Half">Of the interval of <paramref name="Y"/>; null where there is none.</param>
public sealed record PlotPoint(double X, double Y, double? Half = null);
