// N: networks, B: batch, L: leaf experts, W: width of an expert, G: gate columns, one for every child of every mixture, R: outputs of all
// experts and scores of all gates.
using System.Collections.Immutable;
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

/// <summary>
/// The experts of one mixture layer mixed for a batch, and the way back. Its tensors belong to the dispose scope it is made in.
/// </summary>
internal abstract class ExpertMixture
{
    /// <summary>(N, B, W).</summary>
    public abstract Tensor Mixed { get; }

    /// <summary>(N, B, L): the products of the gates on the path to each leaf expert.</summary>
    public abstract Tensor LeafWeights { get; }

    /// <param name="mixedGradient">(N, B, W), contiguous.</param>
    /// <returns>(N, B, R), by the experts' outputs and the gates' scores.</returns>
    public abstract Tensor Backward(Tensor mixedGradient);
}

/// <summary>On the CPU: one pass over the memory of the batch each way.</summary>
internal sealed class VectorisedMixture : ExpertMixture
{
    private readonly ExpertRouting routing;
    private readonly Tensor hidden; // (N, B, R)
    private readonly Tensor shares; // (N, B, G)
    private readonly Tensor gates; // (N, B, G)

    public VectorisedMixture(ExpertRouting routing, GateRule rule, Tensor hidden, Tensor? noise)
    {
        var (networks, batch) = (hidden.shape[0], hidden.shape[1]);
        (this.routing, this.hidden) = (routing, hidden);
        Mixed = empty(networks, batch, (hidden.shape[2] - routing.ColumnCount) / routing.LeafCount);
        LeafWeights = empty(networks, batch, routing.LeafCount);
        shares = empty(networks, batch, routing.ColumnCount);
        gates = rule.IsHard ? empty_like(shares) : shares;
        var (h, s, g, w, m) = (
            new MemoryRows(hidden), new MemoryRows(shares), new MemoryRows(gates), new MemoryRows(LeafWeights), new MemoryRows(Mixed));
        var perturbing = noise is null ? default : new MemoryRows(noise);
        for (var row = 0; row < m.Count; row++)
            ExpertMixing.Forward(routing, rule, h[row], perturbing[row], s[row], g[row], w[row], m[row]);
    }

    public override Tensor Mixed { get; }

    public override Tensor LeafWeights { get; }

    public override Tensor Backward(Tensor mixedGradient)
    {
        var (h, s, g, w, m) = (new MemoryRows(hidden), new MemoryRows(shares), new MemoryRows(gates), new MemoryRows(LeafWeights),
            new MemoryRows(mixedGradient));
        for (var row = 0; row < m.Count; row++) ExpertMixing.Backward(routing, h[row], s[row], g[row], w[row], m[row]);
        return hidden;
    }
}

/// <summary>On any device: tensor operations, differentiated by LibTorch.</summary>
internal sealed class DifferentiatedMixture : ExpertMixture
{
    private readonly Tensor hidden; // (N, B, R)

    public DifferentiatedMixture(ExpertRouting routing, GateRule rule, Tensor from, Tensor? noise)
    {
        using var gradient = enable_grad();
        hidden = from.detach().requires_grad_();
        var expertValues = from.shape[2] - routing.ColumnCount;
        var scores = hidden.narrow(2, expertValues, routing.ColumnCount); // (N, B, G)
        LeafWeights = stack(LeafWeightsOf(routing, rule, scores, noise), 2);
        var experts = hidden.narrow(2, 0, expertValues).relu().view(from.shape[0], from.shape[1], routing.LeafCount, -1); // (N, B, L, W)
        Mixed = (experts * LeafWeights.unsqueeze(3)).sum([2L]);
    }

    public override Tensor Mixed { get; }

    public override Tensor LeafWeights { get; }

    public override Tensor Backward(Tensor mixedGradient)
    {
        Mixed.backward([mixedGradient]);
        return hidden.grad!;
    }

    private static Tensor[] LeafWeightsOf(ExpertRouting routing, GateRule rule, Tensor scores, Tensor? noise)
    {
        var leaves = new Tensor[routing.LeafCount]; // each (N, B)
        var nodes = new Tensor?[routing.Nodes.Length];
        for (var n = 0; n < nodes.Length; n++)
        {
            var (first, count) = routing.Nodes[n];
            var gates = Gates(rule, scores.narrow(2, first, count), noise?.narrow(2, first, count));
            for (var c = 0; c < count; c++)
            {
                var weight = nodes[n] is { } above ? above * gates.select(2, c) : gates.select(2, c);
                if (routing.Children[first + c] is >= 0 and var leaf) leaves[leaf] = weight;
                else nodes[~routing.Children[first + c]] = weight;
            }
        }
        return leaves;
    }

    // A hard gate: the value of the choice, the gradient of the softmax.
    private static Tensor Gates(GateRule rule, Tensor scores, Tensor? noise)
    {
        if (!rule.IsHard) return scores.softmax(2);
        var perturbed = noise is null ? scores : scores + noise;
        var soft = (rule.PerturbsGradient ? perturbed : scores).softmax(2);
        return nn.functional.one_hot(perturbed.argmax(2), scores.shape[2]).to(scores.dtype) + (soft - soft.detach());
    }
}

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

/// <summary>How a gate weighs the children of a mixture.</summary>
/// <param name="IsHard">All the weight on the child of the largest score, instead of the softmax of the scores.</param>
/// <param name="Perturbs">For a hard gate: whether noise is added to the scores in training before it chooses.</param>
/// <param name="PerturbsGradient">
/// For a hard gate: whether its gradient is that of the softmax of the perturbed scores, not of the scores.
/// </param>
internal readonly record struct GateRule(bool IsHard, bool Perturbs, bool PerturbsGradient);
