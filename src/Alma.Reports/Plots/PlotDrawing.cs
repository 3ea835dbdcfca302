using ScottPlot;
using ScottPlot.AxisPanels;

namespace Alma.Reports.Plots;

/// <summary>Draws a figure with ScottPlot.</summary>
internal static class PlotDrawing
{
    private const double LeastRatioOfLogarithms = 30;
    private const double Margin = 0.06;

    public static Plot Of(RunsPlot runs, PlotFrame frame)
    {
        PlotFont.Install();
        var theme = frame.IsDark ? PlotTheme.Dark : PlotTheme.Light;
        var plot = new Plot { ScaleFactor = frame.Scale };
        theme.ApplyTo(plot);
        var isLog = IsLog(runs);
        if (runs.X is null) SeriesDrawing.Curves(plot, runs, theme);
        else SeriesDrawing.Cloud(plot, runs, theme, isLog);
        SetAxes(plot, runs, isLog);
        PlotLegend.AddTo(plot, runs.Series.Select(series => PlotLegend.Wrapped(series.Label)), theme);
        if (frame.Title is { Length: > 0 } title) plot.Title(title, 16);
        plot.Axes.Title.Label.Bold = false;
        return plot;
    }

    private static void SetAxes(Plot plot, RunsPlot runs, bool isLog)
    {
        var (left, right) = Limits(
            runs.Series.SelectMany(series => series.Points).Select(point => isLog ? Math.Log10(point.X) : point.X), isFromZero: false);
        var (bottom, top) = Limits(
            runs.Series.SelectMany(series => series.Points)
                .SelectMany(point => (double[])[point.Y - (point.Half ?? 0), point.Y + (point.Half ?? 0)]),
            isFromZero: true);
        plot.Axes.SetLimits(left, right, bottom, top);
        plot.Axes.Bottom.TickGenerator = isLog
            ? LogTicks.Of(left, right, runs.X!.Numbers)
            : new LabelledTicks(runs.X?.Numbers ?? NumberStyle.Count);
        plot.Axes.Left.TickGenerator = new LabelledTicks(runs.Y.Numbers);
        Name(plot.Axes.Bottom, runs.X?.Title ?? PlotMeasure.Megabatch);
        Name(plot.Axes.Left, runs.Y.Title);
        plot.Axes.Left.TickLabelStyle.OffsetY = PlotTheme.TextOffset;
        ((AxisBase)plot.Axes.Left).PaddingOutsideAxisLabels = new PixelPadding(6, 6);
    }

    private static void Name(IAxis axis, string title)
    {
        axis.Label.Text = title;
        axis.Label.FontSize = 14;
        axis.Label.Bold = false;
        axis.TickLabelStyle.FontSize = 12;
    }

    /// <param name="isFromZero">Whether the axis is to begin at zero, where that leaves the values room.</param>
    private static (double Low, double High) Limits(IEnumerable<double> values, bool isFromZero)
    {
        List<double> known = [.. values.Where(double.IsFinite)];
        var (low, high) = known.Count == 0 ? (0, 1) : (known.Min(), known.Max());
        var margin = high > low ? Margin * (high - low) : Math.Max(Math.Abs(high) * 0.1, 1e-9);
        return isFromZero && low < high / 2 ? (0, high + margin) : (low - margin, high + margin);
    }

    private static bool IsLog(RunsPlot runs)
    {
        if (runs.X is null) return false;
        var (least, most) = (
            runs.Series.Min(series => series.Points.Min(point => point.X)), runs.Series.Max(series => series.Points.Max(point => point.X)));
        return least > 0 && most / least > LeastRatioOfLogarithms;
    }
}
