using Alma.Runs.Metrics;

namespace Alma.Compare;

/// <summary>Which rows of a run count as its seconds per epoch, and of which megabatch.</summary>
internal sealed record EpochSelection
{
    /// <summary>The last megabatch, whichever that is.</summary>
    public const int Last = -1;

    public (string Split, string Name) Rows { get; init; } = (Splits.Train, MetricNames.EpochSeconds);

    /// <summary>From 0, or <see cref="Last"/>; null: all.</summary>
    public int? Megabatch { get; init; }

    /// <exception cref="ComparisonException">It is not written SPLIT/NAME.</exception>
    public static (string Split, string Name) RowsNamed(string text) => text.Split('/', 2) is [{ Length: > 0 } split, { Length: > 0 } name]
        ? (split, name)
        : throw new ComparisonException($"'{text}' is not of the form SPLIT/NAME, such as train/epoch_seconds.");

    /// <summary>The rows of the megabatch that counts.</summary>
    /// <exception cref="ComparisonException">The run has no such megabatch.</exception>
    public IReadOnlyList<MetricRow> Of(IReadOnlyList<MetricRow> rows)
    {
        if (Megabatch is not { } asked || rows.Count == 0) return rows;
        var last = rows.Max(row => row.Megabatch);
        if (asked > last) throw new ComparisonException($"-m {asked}: the last megabatch of alma's run is {last}, counted from 0.");
        return [.. rows.Where(row => row.Megabatch == (asked == Last ? last : asked))];
    }
}
