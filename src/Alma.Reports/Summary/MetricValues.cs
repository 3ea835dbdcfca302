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

    /// <param name="metric">One that is a row.</param>
    public double? this[Metric metric] => values.TryGetValue((metric.Split!, metric.Name), out var value) ? value : null;
}
