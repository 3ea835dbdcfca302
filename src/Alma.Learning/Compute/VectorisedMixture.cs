// N: networks, B: batch, L: leaf experts, W: width of an expert, G: gate columns, R = L * W + G.
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

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
