using Alma.Runs.Drift;

namespace Alma.Keeping.Drift;

/// <summary>Sorts the values of a feature into bins, and counts them.</summary>
/// <param name="edges">Between the bins, ascending; null for categories, whose numbers are their bins.</param>
internal sealed class FeatureBins(string name, IReadOnlyList<double>? edges)
{
    /// <summary>Bins of a number.</summary>
    public const int BinCount = 10;

    // As many categories as a column may have by far; a damaged number beyond is no bin.
    private const int MaxCategories = 1 << 20;

    private readonly List<int> counts = [.. new int[edges is null ? 0 : edges.Count + 1]];
    private int missing;

    /// <summary>Edges by which a tenth of the values lies in each bin; fewer where many values are the same.</summary>
    public static IReadOnlyList<double> Edges(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length == 0) return [];
        return [.. Enumerable.Range(1, BinCount - 1).Select(k => sorted[(int)((long)k * sorted.Length / BinCount)])
            .Where(edge => edge < sorted[^1]).Distinct()];
    }

    /// <summary>The bin of a value: below the first edge that it does not exceed.</summary>
    public static int BinOf(IReadOnlyList<double> edges, double value)
    {
        var bin = 0;
        while (bin < edges.Count && value > edges[bin]) bin++;
        return bin;
    }

    public void Add(double value)
    {
        if (double.IsNaN(value) || (edges is null && value is < 0 or >= MaxCategories))
        {
            missing++;
            return;
        }

        var bin = edges is null ? (int)value : BinOf(edges, value);
        while (counts.Count <= bin) counts.Add(0);
        counts[bin]++;
    }

    public FeatureCounts Counts() => new(name, edges, [.. counts], missing);
}
