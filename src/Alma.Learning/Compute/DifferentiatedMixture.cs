// N: networks, B: batch, L: leaf experts, W: width of an expert, G: gate columns, R = L * W + G.
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

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
