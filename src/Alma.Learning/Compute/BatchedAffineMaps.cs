// N: networks, M: models, each of N / M networks that see the same batch, B: batch, D: inputs, R: outputs.
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

/// <summary>The products of all networks as one batched product.</summary>
internal sealed class BatchedAffineMaps(AffineParameters parameters) : AffineMaps(parameters)
{
    public override Tensor Apply(Tensor input) =>
        bmm(OfNetworks(input), Parameters.Weights.transpose(1, 2)).add_(Parameters.Biases.unsqueeze(1));

    public override void WriteGradients(Tensor input, Tensor outputGradient)
    {
        Parameters.WeightGradients!.copy_(bmm(outputGradient.transpose(1, 2), OfNetworks(input)));
        Parameters.BiasGradients!.copy_(outputGradient.sum([1L]));
    }

    public override Tensor InputGradient(Tensor outputGradient) => bmm(outputGradient, Parameters.Weights);

    // (N, B, D)
    private Tensor OfNetworks(Tensor input) => input.repeat_interleave(NetworkCount / (int)input.shape[0], 0);
}
