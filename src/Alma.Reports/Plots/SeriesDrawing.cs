using ScottPlot;
using SkiaSharp;

namespace Alma.Reports.Plots;

/// <summary>Draws the series of a figure.</summary>
internal static class SeriesDrawing
{
    private const int MaxMarkers = 40;
    private const double BandOpacity = 0.18;

    /// <summary>A line of means for each group, in a band of their intervals.</summary>
    public static void Curves(Plot plot, RunsPlot runs, PlotTheme theme)
    {
        foreach (var series in runs.Series.Where(series => series.Points.All(point => point.Half is not null)))
            Band(plot, series, theme.Colour(series.Place));
        foreach (var series in runs.Series)
        {
            var line = plot.Add.Scatter(Xs(series.Points), Ys(series.Points), theme.Colour(series.Place));
            line.LegendText = PlotLegend.Wrapped(series.Label);
            line.LineWidth = 2;
            line.LinePattern = PlotTheme.Dash(series.Place);
            Mark(line.MarkerStyle, series.Place, series.Points.Count > MaxMarkers ? 0 : 7, 1.5f);
        }
    }

    /// <summary>A small hollow point for each run, a large one for each group's mean, and the front as steps below them.</summary>
    public static void Cloud(Plot plot, RunsPlot runs, PlotTheme theme, bool isLog)
    {
        double[] Across(IReadOnlyList<PlotPoint> points) => [.. points.Select(point => isLog ? Math.Log10(point.X) : point.X)];
        var front = plot.Add.Scatter(Across(runs.Front), Ys(runs.Front), Color.FromHex(theme.Muted));
        front.ConnectStyle = ConnectStyle.StepHorizontal;
        (front.LineWidth, front.MarkerSize) = (1.5f, 0);
        foreach (var series in runs.Series)
        {
            var points = plot.Add.ScatterPoints(Across(series.Points), Ys(series.Points), theme.Colour(series.Place).WithAlpha(0.6));
            Mark(points.MarkerStyle, series.Place, 5, 1);
            var mean = plot.Add.ScatterPoints(Across([series.Mean!]), Ys([series.Mean!]), theme.Colour(series.Place));
            mean.LegendText = PlotLegend.Wrapped(series.Label);
            Mark(mean.MarkerStyle, series.Place, 13, 2.5f);
        }

        front.LegendText = "Pareto front of the means";
    }

    private static void Mark(MarkerStyle style, int place, float size, float lineWidth)
    {
        (style.Shape, style.Size, style.LineWidth) = (PlotTheme.Marker(place), size, lineWidth);
        style.CustomRenderer = new PlainMarker(style.Shape);
    }

    private static void Band(Plot plot, PlotSeries series, Color colour)
    {
        var band = plot.Add.FillY(
            Xs(series.Points),
            [.. series.Points.Select(point => Math.Max(0, point.Y - point.Half!.Value))],
            [.. series.Points.Select(point => point.Y + point.Half!.Value)]);
        (band.FillColor, band.LineWidth, band.MarkerSize) = (colour.WithAlpha(BandOpacity), 0, 0);
    }

    private static double[] Xs(IReadOnlyList<PlotPoint> points) => [.. points.Select(point => point.X)];

    private static double[] Ys(IReadOnlyList<PlotPoint> points) => [.. points.Select(point => point.Y)];
}

/// <summary>
/// A marker that is drawn without the dashes of its line, which ScottPlot leaves in the paint and an SVG canvas complains of.
/// </summary>
internal sealed class PlainMarker(MarkerShape shape) : IMarker
{
    public void Render(SKCanvas canvas, Paint paint, Pixel center, float size, MarkerStyle markerStyle)
    {
        paint.SKPathEffect = null!;
        shape.GetMarker().Render(canvas, paint, center, size, markerStyle);
    }
}
