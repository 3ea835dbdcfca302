// B: batch, E: children of this mixture.
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Moe;

/// <summary>
/// A mixture of experts: the sum of its experts' outputs, weighted per example by its gate. An expert may be a mixture
/// itself; the weight of a leaf is then the product of the gates' weights on its path (the paper, section 4.2).
/// </summary>
public sealed class MixtureLayer : nn.Module<Tensor, Tensor>
{
    private readonly Gate gate;
    private readonly ModuleList<nn.Module<Tensor, Tensor>> experts;

    public MixtureLayer(Gate gate, IEnumerable<nn.Module<Tensor, Tensor>> experts) : base(nameof(MixtureLayer))
    {
        this.gate = gate;
        this.experts = nn.ModuleList(experts.ToArray());
        register_module("gate", gate);
        register_module("experts", this.experts);
    }

    /// <summary>
    /// Builds a tree of mixtures: a leaf by <paramref name="expert"/>, each mixture's gate by
    /// <paramref name="gate"/> from its number of children.
    /// </summary>
    public static MixtureLayer Build(ExpertTree tree, Func<int, Gate> gate, Func<nn.Module<Tensor, Tensor>> expert) =>
        new(gate(tree.Children.Length), tree.Children.Select(child => child.IsLeaf ? expert() : Build(child, gate, expert)));

    public override Tensor forward(Tensor input) => Route(input, null, []);

    /// <summary>
    /// Runs the mixture and appends the weight each leaf expert got, (B), to <paramref name="leafWeights"/>, depth first.
    /// </summary>
    public Tensor Route(Tensor input, List<Tensor> leafWeights) => Route(input, null, leafWeights);

    private Tensor Route(Tensor input, Tensor? ownWeight, List<Tensor> leafWeights)
    {
        var weights = gate.call(input); // (B, E)
        Tensor? sum = null;
        for (var k = 0; k < experts.Count; k++)
        {
            var weight = weights.select(1, k); // (B)
            var weightFromRoot = ownWeight is null ? weight : ownWeight * weight;
            if (experts[k] is not MixtureLayer) leafWeights.Add(weightFromRoot);
            var output = experts[k] is MixtureLayer mixture ? mixture.Route(input, weightFromRoot, leafWeights) : experts[k].call(input);
            var perExample = weight.view([-1, .. Enumerable.Repeat(1L, (int)output.dim() - 1)]);
            sum = sum is null ? output * perExample : sum.addcmul(output, perExample, 1);
        }
        return sum!;
    }
}
