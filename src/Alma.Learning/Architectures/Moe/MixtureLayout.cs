using System.Collections.Immutable;
using Alma.Learning.Architectures.Dense;
using Alma.Learning.Compute;

namespace Alma.Learning.Architectures.Moe;

/// <summary>Which modules make up one mixture layer, in the order in which a <see cref="DenseLayer"/> takes them.</summary>
/// <param name="Experts">The names of the leaf experts, depth first.</param>
/// <param name="Gates">The names of the gates, from the root down.</param>
internal sealed record MixtureLayout(ImmutableArray<string> Experts, ImmutableArray<string> Gates, ExpertRouting Routing)
{
    /// <param name="name">Of the mixture among the network's modules.</param>
    public static MixtureLayout Of(ExpertTree tree, string name)
    {
        var (experts, gates) = (new List<string>(), new List<string>());
        var (nodes, children) = (new List<(int, int)>(), new List<int>());
        Visit(tree, name);
        return new MixtureLayout([.. experts], [.. gates], new ExpertRouting([.. nodes], [.. children], experts.Count));

        void Visit(ExpertTree mixture, string mixtureName)
        {
            var first = children.Count;
            gates.Add($"{mixtureName}.gate");
            nodes.Add((first, mixture.Children.Length));
            children.AddRange(new int[mixture.Children.Length]);
            for (var k = 0; k < mixture.Children.Length; k++)
            {
                var childName = $"{mixtureName}.experts.{k}";
                children[first + k] = mixture.Children[k].IsLeaf ? experts.Count : ~nodes.Count;
                if (mixture.Children[k].IsLeaf) experts.Add(childName);
                else Visit(mixture.Children[k], childName);
            }
        }
    }
}
