// N: networks, B: batch, L: leaf experts, W: width of an expert, R: outputs of all experts and scores of all gates.
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
