using System.Collections.Immutable;

namespace Alma.Learning.Architectures.Moe;

/// <summary>How many experts and gates the mixture layers of a network have.</summary>
/// <param name="Experts">Leaves.</param>
/// <param name="Gates">Mixtures and mixtures within them.</param>
/// <param name="GateOutputs">Of all gates.</param>
internal sealed record MixtureExtent(double Experts, double Gates, double GateOutputs)
{
    /// <summary>Of each layer, after some growth steps, each of which makes several parts of one expert.</summary>
    public static IEnumerable<MixtureExtent> Of(ImmutableArray<ExpertTree> mixtures, int growthCount, MixtureGrowth growth)
    {
        var times = growth.Selection == ExpertSelection.None || growth.Parts == 0 ? 0.0 : growthCount;
        // layers begin as one and the same tree
        var counted = new Dictionary<ExpertTree, MixtureExtent>(ReferenceEqualityComparer.Instance);
        foreach (var tree in mixtures)
        {
            if (!counted.TryGetValue(tree, out var count)) counted[tree] = count = Of(tree);
            yield return new(count.Experts + (times * (growth.Parts - 1)), count.Gates + times, count.GateOutputs + (times * growth.Parts));
        }
    }

    private static MixtureExtent Of(ExpertTree tree) => tree.IsLeaf
        ? new(1, 0, 0)
        : tree.Children.Select(Of).Aggregate(new MixtureExtent(0, 1, tree.Children.Length), (sum, child) =>
            new(sum.Experts + child.Experts, sum.Gates + child.Gates, sum.GateOutputs + child.GateOutputs));
}
