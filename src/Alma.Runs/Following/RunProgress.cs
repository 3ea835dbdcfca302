using Alma.Runs.Metrics;

namespace Alma.Runs.Following;

/// <summary>How far a run is, as its rows say.</summary>
/// <param name="Megabatches">Those that have rows, in order.</param>
public sealed record RunProgress(IReadOnlyList<MegabatchProgress> Megabatches)
{
    /// <summary>Of a run without rows.</summary>
    public static RunProgress None { get; } = new([]);

    /// <summary>How many megabatches are evaluated.</summary>
    public int Done => Megabatches.LastOrDefault(megabatch => megabatch.TestError is not null) is { } last ? last.Megabatch + 1 : 0;

    /// <summary>The last megabatch that is evaluated.</summary>
    public MegabatchProgress? LastDone => Megabatches.LastOrDefault(megabatch => megabatch.TestError is not null);

    /// <summary>The megabatch that is learned now, if it has rows yet.</summary>
    public MegabatchProgress? Current => Megabatches.Count > 0 && Megabatches[^1].TestError is null ? Megabatches[^1] : null;

    /// <summary>The highest validation accuracy of the megabatch that is learned now, or else of the last one.</summary>
    public double? BestValidationAccuracy =>
        Megabatches.LastOrDefault(megabatch => megabatch.BestValidationAccuracy is not null)?.BestValidationAccuracy;

    /// <summary>The same with further rows.</summary>
    internal RunProgress With(IReadOnlyList<MetricRow> rows)
    {
        if (rows.Count == 0) return this;
        var megabatches = new SortedDictionary<int, MegabatchProgress>(Megabatches.ToDictionary(megabatch => megabatch.Megabatch));
        foreach (var row in rows) megabatches[row.Megabatch] = megabatches.GetValueOrDefault(row.Megabatch, new(row.Megabatch)).With(row);
        return new RunProgress([.. megabatches.Values]);
    }
}
