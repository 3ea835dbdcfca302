// B: batch, E: children of a mixture.
using Alma.Learning.Networks;
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

/// <summary>
/// How a hard gate chooses one expert in training, and what gradient its choice gets. In evaluation it always takes the
/// expert of the largest logit.
/// </summary>
public enum HardGateEstimator
{
    /// <summary>An expert drawn from the softmax of the logits; the gradient is that of the softmax (Bengio et al. 2013).</summary>
    Categorical,

    /// <summary>
    /// As <see cref="Categorical"/>, but the gradient is that of the perturbed softmax (Gumbel-softmax; Jang et al. 2017).
    /// </summary>
    Gumbel,

    /// <summary>The expert of the largest logit, as in evaluation; the gradient is that of the softmax.</summary>
    StraightThrough,
}

/// <summary>
/// Weighs the experts of one mixture: softmax of the logits of an inner module (soft), or all the weight on one expert
/// (hard), with the gradient passed straight through to the softmax.
/// </summary>
public sealed class Gate : nn.Module<Tensor, Tensor>
{
    private readonly GateWeights module; // under the name it is registered by: TorchSharp registers fields as well

    /// <param name="logits">From the mixture's input to logits (B, E).</param>
    /// <param name="estimator">How a hard gate chooses, or null for a soft gate.</param>
    /// <param name="noise">Where a hard gate draws from.</param>
    public Gate(nn.Module<Tensor, Tensor> logits, HardGateEstimator? estimator, NoiseSource noise) : base(nameof(Gate))
    {
        module = new GateWeights(logits, estimator, noise);
        register_module("module", module);
    }

    /// <returns>(B, E): not negative, each row sums to one.</returns>
    public override Tensor forward(Tensor input) => module.call(input);

    // A module of its own only because PyTorch's state names have it: gate.module.module.weight.
    private sealed class GateWeights : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> module;
        private readonly HardGateEstimator? estimator;
        private readonly NoiseSource noise;

        public GateWeights(nn.Module<Tensor, Tensor> logits, HardGateEstimator? estimator, NoiseSource noise) : base(nameof(GateWeights))
        {
            (module, this.estimator, this.noise) = (logits, estimator, noise);
            register_module("module", module);
        }

        public override Tensor forward(Tensor input)
        {
            using var scope = NewDisposeScope();
            var score = module.call(input); // (B, E)
            var weights = estimator switch
            {
                null => score.softmax(1),
                _ when !training => OneHotOfLargest(score),
                HardGateEstimator.StraightThrough => PassStraightThrough(score, score),
                HardGateEstimator.Categorical => PassStraightThrough(Perturbed(score), score),
                _ => PassStraightThrough(Perturbed(score), null),
            };
            return weights.MoveToOuterDisposeScope();
        }

        // The largest of logits plus Gumbel noise is a draw from their softmax (Gumbel 1954).
        private Tensor Perturbed(Tensor score) => score + noise.GumbelLike(score);

        // Value: one-hot of the largest of `chosenBy`. Gradient: that of the softmax of `differentiated` (of `chosenBy` where null).
        private static Tensor PassStraightThrough(Tensor chosenBy, Tensor? differentiated)
        {
            var soft = (differentiated ?? chosenBy).softmax(1);
            return OneHotOfLargest(chosenBy) + (soft - soft.detach());
        }

        private static Tensor OneHotOfLargest(Tensor score) =>
            nn.functional.one_hot(score.argmax(1), score.shape[1]).to(score.dtype);
    }
}
