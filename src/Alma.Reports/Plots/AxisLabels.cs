using System.Globalization;
using System.Text.RegularExpressions;

namespace Alma.Reports.Plots;

/// <summary>The texts beside the ticks of an axis: with no more digits than tell one tick from the next.</summary>
internal static partial class AxisLabels
{
    public static string[] Of(AxisNumbers numbers, IReadOnlyList<double> ticks) => numbers switch
    {
        AxisNumbers.Percent => Decimal([.. ticks.Select(tick => 100 * tick)], " %"),
        AxisNumbers.Plain => Decimal(ticks, ""),
        _ => [.. ticks.Select(tick => Short(numbers, tick))],
    };

    private static string Short(AxisNumbers numbers, double tick) => numbers switch
    {
        AxisNumbers.Count => tick == Math.Round(tick) ? Units.Count((long)tick) : "",
        AxisNumbers.Bytes => Trimmed(Units.Bytes(tick)),
        AxisNumbers.Duration => Trimmed(Units.Duration(tick)),
        _ => Trimmed(Units.Magnitude(tick)),
    };

    private static string[] Decimal(IReadOnlyList<double> ticks, string unit)
    {
        var step = ticks.Count > 1 ? Math.Abs(ticks[1] - ticks[0]) : 1;
        var decimals = (int)Math.Clamp(Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 8);
        return [.. ticks.Select(tick => tick.ToString($"F{decimals}", CultureInfo.InvariantCulture) + unit)];
    }

    private static string Trimmed(string text) => ZerosAtTheEnd().Replace(text, "$1");

    // 1.00 T is 1 T, and 1.50 T is 1.5 T.
    [GeneratedRegex(@"(?:\.0+|(\.\d*?[1-9])0+)(?=\D|$)")]
    private static partial Regex ZerosAtTheEnd();
}
