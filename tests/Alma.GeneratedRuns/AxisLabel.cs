using System.Globalization;

namespace Alma.GeneratedRuns;

/// <summary>Reads what stands beside an axis, as a reader would: <c>1.5 M</c>, <c>97.5 %</c>, <c>1 h 30 m</c>.</summary>
public static class AxisLabel
{
    private static readonly Dictionary<string, double> units = new()
    {
        ["%"] = 0.01,
        ["B"] = 1,
        ["s"] = 1,
        ["m"] = 60,
        ["h"] = 3600,
        ["k"] = 1e3,
        ["M"] = 1e6,
        ["G"] = 1e9,
        ["T"] = 1e12,
        ["P"] = 1e15,
        ["E"] = 1e18,
        ["kB"] = 1e3,
        ["MB"] = 1e6,
        ["GB"] = 1e9,
        ["TB"] = 1e12,
        ["PB"] = 1e15,
        ["EB"] = 1e18,
    };

    /// <summary>The number that a label says; a time is the sum of its parts.</summary>
    public static double Number(string label) =>
        label.Split(' ').Chunk(2).Sum(part => Value(part[0]) * (part.Length > 1 ? units[part[1]] : 1));

    private static double Value(string text) =>
        double.Parse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
