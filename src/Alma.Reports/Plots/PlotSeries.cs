namespace Alma.Reports.Plots;

/// <summary>A group of runs as a plot shows it.</summary>
/// <param name="Label">In the legend.</param>
/// <param name="Place">Among the groups; decides colour, dashes and marker.</param>
/// <param name="Points">Of a curve, or one for each run.</param>
/// <param name="Mean">Of the runs' points; null for a curve.</param>
public sealed record PlotSeries(string Label, int Place, IReadOnlyList<PlotPoint> Points, PlotPoint? Mean = null);
