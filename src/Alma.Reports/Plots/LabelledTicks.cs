using ScottPlot;
using ScottPlot.TickGenerators;

namespace Alma.Reports.Plots;

/// <summary>Ticks where ScottPlot puts them, with labels in the axis's unit; times are cut as clocks cut them.</summary>
internal sealed class LabelledTicks(NumberStyle numbers) : ITickGenerator
{
    private const double Density = 0.6;
    private const double Day = 86400;

    private static readonly double[] clockSteps =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600, Day, 2 * Day, 5 * Day, 10 * Day,
            20 * Day, 50 * Day, 100 * Day];

    private readonly NumericAutomatic placed = new()
    {
        TickDensity = Density,
        IntegerTicksOnly = numbers == NumberStyle.Count,
        LabelFormatter = tick => AxisLabels.Of(numbers, [tick])[0],
        MinorTickGenerator = new EvenlySpacedMinorTickGenerator(0),
    };

    public Tick[] Ticks { get; private set; } = [];

    public int MaxTickCount
    {
        get => placed.MaxTickCount;
        set => placed.MaxTickCount = value;
    }

    public void Regenerate(CoordinateRange range, Edge edge, PixelLength size, Paint paint, LabelStyle labelStyle)
    {
        placed.Regenerate(range, edge, size, paint, labelStyle);
        double[] positions = [.. placed.Ticks.Where(tick => tick.IsMajor).Select(tick => tick.Position)];
        if (numbers == NumberStyle.Duration && range.Span > 5) positions = ByTheClock(range, positions);
        Ticks = [.. positions.Zip(AxisLabels.Of(numbers, positions), Tick.Major)];
    }

    /// <summary>
    /// Ticks at the least step of clocks that makes no more of them than there is room for, or at a smaller one if that makes one only.
    /// </summary>
    private static double[] ByTheClock(CoordinateRange range, double[] usual)
    {
        var least = Array.FindIndex(clockSteps, step => range.Span / step <= Math.Max(usual.Length, 2));
        if (least < 0) return usual; // longer than clocks cut
        return Enumerable.Range(0, least + 1).Select(k => Multiples(clockSteps[least - k], range)).First(ticks => ticks.Length > 1);
    }

    private static double[] Multiples(double step, CoordinateRange range)
    {
        var first = Math.Ceiling(range.Min / step);
        return [.. Enumerable.Range(0, (int)(Math.Floor(range.Max / step) - first) + 1).Select(k => (first + k) * step)];
    }
}

/// <summary>Ticks of an axis on which logarithms to base 10 are drawn: at powers of ten, and between them where these are few.</summary>
internal static class LogTicks
{
    /// <param name="low">A logarithm, as <paramref name="high"/> is.</param>
    public static NumericManual Of(double low, double high, NumberStyle numbers)
    {
        var ticks = new NumericManual();
        double[] labelled = high - low < 2.5 ? [1, 2, 5] : [1];
        for (var power = (int)Math.Floor(low); power <= high; power++)
        {
            for (var digit = 1; digit < 10; digit++)
            {
                var value = digit * Math.Pow(10, power);
                if (labelled.Contains(digit)) ticks.AddMajor(Math.Log10(value), AxisLabels.Of(numbers, [value])[0]);
                else ticks.AddMinor(Math.Log10(value));
            }
        }

        return ticks;
    }
}
