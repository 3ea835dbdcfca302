using ScottPlot.TickGenerators;

namespace Alma.Reports.Plots;

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
