using System.Collections.Concurrent;
using Alma.Reports.Queries;
using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Catalog;
using Alma.Runs.Metrics;

namespace Alma.Reports.Logs;

/// <summary>One run's config, and what it measured. Metrics are read from its folder when they are first asked for.</summary>
public sealed class LoggedRun
{
    private readonly RunFolder folder;
    private readonly ConcurrentDictionary<string, MetricSeries> read = new(StringComparer.Ordinal);

    internal LoggedRun(ReadableRun run) =>
        (folder, Path, Manifest, State, Config) = (run.Folder, run.Path, run.Manifest, run.State, run.Config);

    public string Path { get; }

    /// <summary>What was run, where and how far.</summary>
    public RunManifest Manifest { get; }

    public CatalogState State { get; }

    /// <summary>The resolved config: its values by dotted keys.</summary>
    public RunConfig Config { get; }

    /// <summary>All values of a metric.</summary>
    /// <param name="metric">Split and name, such as <c>test/accuracy</c> or <c>validation/loss</c>.</param>
    /// <exception cref="ArgumentException">It has no split.</exception>
    /// <exception cref="RunFolderException">A row of the run is damaged.</exception>
    public MetricSeries Series(string metric) => read.GetOrAdd(metric, Read);

    /// <summary>The largest value of a metric; null where the run has not measured it.</summary>
    /// <inheritdoc cref="Series"/>
    public double? Max(string metric) => Series(metric).Max;

    /// <inheritdoc cref="Max"/>
    public double? Min(string metric) => Series(metric).Min;

    /// <summary>Where a metric is largest; null where the run has not measured it.</summary>
    /// <inheritdoc cref="Series"/>
    public MetricPoint? ArgMax(string metric) => Series(metric).ArgMax;

    /// <inheritdoc cref="ArgMax"/>
    public MetricPoint? ArgMin(string metric) => Series(metric).ArgMin;

    public override string ToString() => Path;

    private MetricSeries Read(string metric)
    {
        var (split, name) = Parts(metric);
        if (!File.Exists(folder.MetricsFile)) return new MetricSeries(metric, []);
        return new MetricSeries(
            metric,
            [.. MetricLog.Read(folder.MetricsFile, split)
                .Where(row => row.Name == name)
                .Select(row => new MetricPoint(row.Megabatch, row.Step, row.Value))]);
    }

    private static (string Split, string Name) Parts(string metric)
    {
        var slash = metric.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && Splits.All.Contains(metric[..slash])
            ? (metric[..slash], metric[(slash + 1)..])
            : throw new ArgumentException(
                $"'{metric}' is no metric: give its split, a slash and its name, such as test/accuracy. "
                + $"Splits: {string.Join(", ", Splits.All)}.");
    }
}
