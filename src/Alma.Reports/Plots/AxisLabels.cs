using System.Globalization;

namespace Alma.Reports.Plots;

/// <summary>The texts beside the ticks of an axis: the number of each is that of its place, with no more digits than that takes.</summary>
internal static class AxisLabels
{
    private const int MaxDecimals = 12;
    private static readonly string[] prefixes = ["", " k", " M", " G", " T", " P", " E"];

    public static string[] Of(NumberStyle numbers, IReadOnlyList<double> ticks) => numbers switch
    {
        NumberStyle.Percent => Decimal([.. ticks.Select(tick => 100 * tick)], " %"),
        NumberStyle.Plain => Decimal(ticks, ""),
        NumberStyle.Count => [.. ticks.Select(tick => tick == Math.Round(tick) ? Units.Count((long)tick) : "")],
        NumberStyle.Duration => [.. ticks.Select(tick => Duration(tick, Slack(ticks)))],
        NumberStyle.Bytes => [.. ticks.Select(tick => Prefixed(tick, Slack(ticks), "B"))],
        _ => [.. ticks.Select(tick => Prefixed(tick, Slack(ticks), ""))],
    };

    /// <summary>How far a label may be from its tick: what computing the tick has left over, and nothing that a reader could see.</summary>
    private static double Slack(IReadOnlyList<double> ticks)
    {
        List<double> steps = [.. ticks.Skip(1).Zip(ticks, (next, tick) => Math.Abs(next - tick)).Where(step => step > 0)];
        return steps.Count > 0 ? 1e-6 * steps.Min() : 1e-12 * ticks.Min(Math.Abs);
    }

    private static string[] Decimal(IReadOnlyList<double> ticks, string unit)
    {
        if (ticks.Count == 0) return [];
        var decimals = ticks.Max(tick => Decimals(tick, Slack(ticks)));
        return [.. ticks.Select(tick => Fixed(tick, decimals) + unit)];
    }

    private static string Prefixed(double tick, double slack, string unit)
    {
        var (value, near, index) = (tick, slack, 0);
        for (; Math.Abs(value) >= 1000 - near / 1000 && index < prefixes.Length - 1; index++) (value, near) = (value / 1000, near / 1000);
        return Exact(value, near) + (index == 0 && unit.Length > 0 ? " " : prefixes[index]) + unit;
    }

    private static string Duration(double seconds, double slack)
    {
        var hours = Math.Floor((seconds + slack) / 3600);
        var minutes = Math.Floor((seconds + slack - 3600 * hours) / 60);
        var rest = Exact(Math.Max(0, seconds - 3600 * hours - 60 * minutes), slack);
        string[] parts =
        [
            hours > 0 ? $"{hours} h" : "",
            minutes > 0 ? $"{minutes} m" : "",
            rest != "0" || (hours == 0 && minutes == 0) ? $"{rest} s" : ""
        ];
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    private static string Exact(double value, double slack) => Fixed(value, Decimals(value, slack));

    private static int Decimals(double value, double slack)
    {
        var decimals = 0;
        while (decimals < MaxDecimals && Math.Abs(Math.Round(value, decimals) - value) > slack) decimals++;
        return decimals;
    }

    // Adding zero makes -0 a 0.
    private static string Fixed(double value, int decimals) =>
        (Math.Round(value, decimals) + 0.0).ToString($"F{decimals}", CultureInfo.InvariantCulture);
}
