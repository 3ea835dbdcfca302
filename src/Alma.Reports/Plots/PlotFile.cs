using System.Text;
using Alma.Runs;
using ScottPlot;

namespace Alma.Reports.Plots;

/// <summary>Writes a figure as PNG or SVG, whole or not at all.</summary>
public static class PlotFile
{
    private const string Png = ".png";
    private const string Svg = ".svg";

    /// <summary>The endings that files may have.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [Png, Svg];

    public static bool IsKnown(string path) => Extensions.Any(extension => IsOf(path, extension));

    /// <returns>Its size in bytes.</returns>
    /// <exception cref="RunFolderException">It cannot be written there.</exception>
    public static long Write(RunsPlot runs, PlotFrame frame, string path) =>
        ReportFile.Write(path, IsOf(path, Svg) ? Encoding.UTF8.GetBytes(SvgOf(runs, frame)) : PngOf(runs, frame));

    internal static byte[] PngOf(RunsPlot runs, PlotFrame frame)
    {
        using var plot = PlotDrawing.Of(runs, frame);
        return plot.GetImageBytes(frame.Width, frame.Height, ImageFormat.Png);
    }

    internal static string SvgOf(RunsPlot runs, PlotFrame frame)
    {
        using var plot = PlotDrawing.Of(runs, frame);
        return SvgText.ToShapes(plot.GetSvgXml(frame.Width, frame.Height), frame.Title ?? runs.Description);
    }

    private static bool IsOf(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
