// L: leaf experts, G: gate columns, one for every child of every mixture.
using System.Collections.Immutable;

namespace Alma.Learning.Compute;

/// <summary>
/// A tree of mixtures as flat tables: its mixtures from the root down, each before those inside it, and for each the columns
/// of its children.
/// </summary>
/// <param name="Nodes">Per mixture, the first of its columns and how many.</param>
/// <param name="Children">Per column: the leaf expert there, or the complement (<c>~</c>) of the mixture there.</param>
internal sealed record ExpertRouting(ImmutableArray<(int First, int Count)> Nodes, ImmutableArray<int> Children, int LeafCount)
{
    /// <summary>G.</summary>
    public int ColumnCount => Children.Length;
}
