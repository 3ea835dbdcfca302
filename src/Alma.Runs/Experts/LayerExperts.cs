using Alma.Runs.Metrics;

namespace Alma.Runs.Experts;

/// <summary>The experts of one mixture layer and how much each is used.</summary>
/// <param name="Layer">The layer's name in the network.</param>
/// <param name="Root">The gate at the top, or the only expert.</param>
public sealed record LayerExperts(string Layer, ExpertNode Root)
{
    // A tree is gone through by functions that call themselves, and running out of stack ends the process.
    private const int DeepestLevel = 256;

    /// <summary>The layers in the order in which their rows, those of one megabatch, stand; other rows are passed over.</summary>
    public static IReadOnlyList<LayerExperts> Of(IEnumerable<MetricRow> rows) =>
    [
        .. rows.Where(row => row.Split == Splits.Test && row.Name.StartsWith(MetricNames.ExpertUsagePrefix, StringComparison.Ordinal))
            .Select(row => (Name: row.Name[MetricNames.ExpertUsagePrefix.Length..], row.Value))
            .GroupBy(row => row.Name[..Math.Max(0, row.Name.LastIndexOf('/'))])
            .Select(layer => new LayerExperts(layer.Key, ExpertNode.Above([.. layer.Select(row => (Indexes(row.Name), row.Value))], 0))),
    ];

    private static string[] Indexes(string name)
    {
        var indexes = name[(name.LastIndexOf('/') + 1)..].Split('.', StringSplitOptions.RemoveEmptyEntries);
        return indexes.Length <= DeepestLevel ? indexes : throw new RunFolderException(
            $"a metric row is on an expert {indexes.Length} levels deep; more than {DeepestLevel} are not read.");
    }
}

/// <summary>An expert of a mixture layer, or a gate above several.</summary>
/// <param name="Path">Child indexes from the root, joined by dots; empty for the root.</param>
/// <param name="Usage">Its mean gate weight over the test set, in 0..1: that of a gate is the sum over the experts below it.</param>
/// <param name="Children">Empty for an expert.</param>
public sealed record ExpertNode(string Path, double Usage, IReadOnlyList<ExpertNode> Children)
{
    /// <summary>Builds the node under which these leaves stand.</summary>
    /// <param name="leaves">The child indexes from the root and the usage of each leaf.</param>
    /// <param name="depth">How many of the indexes lead to this node.</param>
    internal static ExpertNode Above(IReadOnlyList<(string[] Indexes, double Usage)> leaves, int depth)
    {
        var children = leaves
            .Where(leaf => leaf.Indexes.Length > depth)
            .GroupBy(leaf => leaf.Indexes[depth])
            .OrderBy(group => group.Key.Length)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Above([.. group], depth + 1));
        return new ExpertNode(string.Join('.', leaves[0].Indexes.Take(depth)), leaves.Sum(leaf => leaf.Usage), [.. children]);
    }
}
