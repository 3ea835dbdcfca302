// B: batch, E: experts of the mixture.
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Moe;

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
