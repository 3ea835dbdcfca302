using Alma.Runs.Metrics;

namespace Alma.Reports.Summary;

/// <summary>The last value of each metric in some rows.</summary>
internal sealed class MetricValues
{
    private readonly Dictionary<(string Split, string Name), double> values = [];

    public MetricValues(IEnumerable<MetricRow> rows)
    {
        foreach (var row in rows)
            values[(row.Split, row.Name)] = row.Value;
    }

    public double? this[string split, string name] => values.TryGetValue((split, name), out var value) ? value : null;
}
