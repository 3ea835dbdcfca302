using System.Globalization;

namespace Alma.Compare;

/// <summary>What a process took, from start to end, with those it started and waited for.</summary>
/// <param name="CpuSeconds">In user and system mode.</param>
/// <param name="PeakMebibytes">The most that it, or the largest of those it started, held in memory at a time.</param>
internal sealed record ProcessFigures(double WallSeconds, double CpuSeconds, double PeakMebibytes)
{
    /// <summary>The format that <c>/usr/bin/time</c> is told to write.</summary>
    public const string Format = "%e %U %S %M";

    /// <param name="report">What it wrote: the figures in the last line.</param>
    public static ProcessFigures Parse(string report)
    {
        var line = report.TrimEnd().Split('\n')[^1];
        double[] figures = [.. line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        return new ProcessFigures(figures[0], figures[1] + figures[2], figures[3] / 1024);
    }
}
