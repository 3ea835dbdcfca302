using Alma.Runs;
using Alma.Runs.Catalog;
using Alma.Runs.Experts;
using Alma.Runs.Metrics;

namespace Alma.Reports.Summary;

/// <summary>All that reports say about one run, read once from its folder; renderers only lay it out.</summary>
/// <param name="Path">The run's folder.</param>
/// <param name="State">How the run looks from outside.</param>
/// <param name="Manifest">What was run, where and how far.</param>
/// <param name="Megabatches">The megabatches that were learned or evaluated, in order.</param>
/// <param name="Experts">The mixture layers after the last of them; empty for a model without mixtures.</param>
public sealed record RunSummary(
    string Path,
    CatalogState State,
    RunManifest Manifest,
    IReadOnlyList<MegabatchSummary> Megabatches,
    IReadOnlyList<LayerExperts> Experts)
{
    /// <summary>The resolved config.</summary>
    public RunConfig Config { get; init; } = RunConfig.None;

    /// <summary>What its errors were measured on. Those of different data sets are never compared.</summary>
    public string Dataset => EvaluationDataset.Of(Config, Manifest);

    /// <summary>Whether all megabatches were learned: only then do its figures stand beside those of others.</summary>
    public bool IsComplete => State == CatalogState.Done && Megabatches.Count > 0 && Megabatches[^1].Error is not null;

    /// <summary>The last megabatch that was evaluated.</summary>
    public MegabatchSummary? Last => Megabatches.Count == 0 ? null : Megabatches[^1];

    /// <summary>Seconds of learning and evaluating, over all megabatches so far.</summary>
    public double Seconds => Megabatches.Sum(megabatch => (megabatch.UpdateSeconds ?? 0) + (megabatch.EvaluateSeconds ?? 0));

    /// <summary>The most memory that the process has held; null where that was not noted.</summary>
    public long? PeakResidentBytes =>
        Manifest.Resources.Count == 0 ? null : Manifest.Resources.Max(megabatch => megabatch.PeakResidentBytes);

    /// <exception cref="RunFolderException">The folder is damaged.</exception>
    public static RunSummary Read(RunFolder folder) => Of(folder, Rows(folder));

    /// <summary>The summary of a run whose rows have been read.</summary>
    internal static RunSummary Of(RunFolder folder, IEnumerable<MetricRow> rows)
    {
        var manifest = RunManifest.Read(folder);
        var peaks = manifest.Resources.GroupBy(resources => resources.Megabatch)
            .ToDictionary(group => group.Key, group => group.Last().PeakResidentBytes);
        var megabatches = rows
            .GroupBy(row => row.Megabatch)
            .Where(group => group.Any(row => row.Split is Splits.Test or Splits.Cost))
            .OrderBy(group => group.Key)
            .ToList();
        return new RunSummary(
            folder.Path,
            RunCatalog.StateOf(folder, manifest),
            manifest,
            [.. megabatches.Select(group =>
                MegabatchSummary.Of(group.Key, group) with
                {
                    PeakResidentBytes = peaks.TryGetValue(group.Key, out var peak) ? peak : null
                })],
            megabatches.Count == 0 ? [] : LayerExperts.Of(megabatches[^1]))
        {
            Config = RunConfig.Read(folder),
        };
    }

    /// <summary>A run that was killed before its first row has no metrics yet.</summary>
    private static IEnumerable<MetricRow> Rows(RunFolder folder) =>
        File.Exists(folder.MetricsFile) ? MetricLog.Read(folder.MetricsFile, Splits.Validation, Splits.Test, Splits.Cost) : [];
}
