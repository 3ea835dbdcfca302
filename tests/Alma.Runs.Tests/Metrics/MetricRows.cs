using Alma.Runs.Metrics;

namespace Alma.Runs.Tests.Metrics;

internal static class MetricRows
{
    public static MetricRow Test(string name, double value) => new(1, Splits.Test, 1, name, value);

    /// <summary>The line of a loss.</summary>
    public static string Line(int value) => $$"""{"megabatch":1,"split":"test","step":1,"name":"loss","value":{{value}}}""" + "\n";

    public static void Append(string path, params MetricRow[] rows)
    {
        using var log = MetricLog.Open(path);
        foreach (var row in rows)
            log.Write(row);
    }
}
