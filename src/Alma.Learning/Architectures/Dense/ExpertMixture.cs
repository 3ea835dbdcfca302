// N: networks, B: batch, L: leaf experts, W: width of an expert, G: gate columns, R = L * W + G.
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Dense;

/// <summary>
/// The experts of one mixture layer mixed for a batch, and the way back. Its tensors belong to the dispose scope it is made in.
/// </summary>
internal abstract class ExpertMixture
{
    /// <summary>(N, B, W).</summary>
    public abstract Tensor Mixed { get; }

    /// <summary>(N, B, L): the products of the gates on the path to each leaf expert.</summary>
    public abstract Tensor LeafWeights { get; }

    /// <param name="hidden">
    /// (N, B, R): the experts' outputs before their ReLU, then the gates' scores. The backward pass writes over it.
    /// </param>
    /// <param name="drawn">(N, B, G), Gumbel noise, where the rule perturbs the scores and the networks train; otherwise null.</param>
    public static ExpertMixture Of(ExpertRouting routing, GateRule rule, Tensor hidden, Tensor? drawn) =>
        hidden.IsOnCpu() ? new VectorisedMixture(routing, rule, hidden, drawn) : new DifferentiatedMixture(routing, rule, hidden, drawn);

    /// <param name="mixedGradient">(N, B, W), contiguous.</param>
    /// <returns>(N, B, R), by the experts' outputs and the gates' scores.</returns>
    public abstract Tensor Backward(Tensor mixedGradient);
}
