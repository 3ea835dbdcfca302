namespace Alma.Runs.Experts;

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
