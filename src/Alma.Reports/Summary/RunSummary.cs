using Alma.Runs;
using Alma.Runs.Catalog;
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
    IReadOnlyList<ExpertTree> Experts)
{
    /// <exception cref="RunFolderException">The folder is damaged.</exception>
    public static RunSummary Read(RunFolder folder)
    {
        var manifest = RunManifest.Read(folder);
        var megabatches = Rows(folder)
            .GroupBy(row => row.Megabatch)
            .Where(rows => rows.Any(row => row.Split is Splits.Test or Splits.Cost))
            .OrderBy(rows => rows.Key)
            .ToList();
        return new RunSummary(
            folder.Path,
            RunCatalog.StateOf(folder, manifest),
            manifest,
            [.. megabatches.Select(rows => MegabatchSummary.Of(rows.Key, rows))],
            megabatches.Count == 0 ? [] : ExpertTree.Of(megabatches[^1]));
    }

    /// <summary>A run that was killed before its first row has no metrics yet.</summary>
    private static IEnumerable<MetricRow> Rows(RunFolder folder) =>
        File.Exists(folder.MetricsFile) ? MetricLog.Read(folder.MetricsFile, Splits.Validation, Splits.Test, Splits.Cost) : [];
}
