using Alma.Runs;
using Alma.Runs.Metrics;
using Alma.Runs.Mistakes;

namespace Alma.Reports.Summary;

/// <summary>One run as closely as its folder lets it be seen: its summary, every epoch, and what each evaluation came to.</summary>
/// <param name="Summary">What is compared between runs.</param>
/// <param name="Epochs">Of all megabatches, in order; also of one that is being learned.</param>
/// <param name="Megabatches">The evaluations, in order.</param>
public sealed record RunDetails(RunSummary Summary, IReadOnlyList<EpochSummary> Epochs, IReadOnlyList<MegabatchDetails> Megabatches)
{
    /// <exception cref="RunFolderException">The folder is damaged.</exception>
    public static RunDetails Read(RunFolder folder)
    {
        var rows = File.Exists(folder.MetricsFile)
            ? MetricLog.ReadWithoutSteps(folder.MetricsFile)
                .GroupBy(row => row.Megabatch)
                .OrderBy(group => group.Key)
                .Select(group => (group.Key, Rows: group.ToList()))
                .ToList()
            : [];
        return new RunDetails(
            RunSummary.Of(folder, rows.SelectMany(megabatch => megabatch.Rows)),
            [.. rows.SelectMany(megabatch => EpochSummary.Of(megabatch.Key, megabatch.Rows))],
            [
                .. rows.Where(megabatch => megabatch.Rows.Exists(row => row.Split == Splits.Test))
                    .Select(megabatch => MegabatchDetails.Of(megabatch.Key, megabatch.Rows, WorstImages.Read(folder, megabatch.Key))),
            ]);
    }
}
