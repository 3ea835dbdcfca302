// N: networks, B: batch, D: inputs, R: rows of the affine map, W: width of what the layer gives, L: leaf experts, G: gate columns.
using Alma.Learning.Compute;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Dense;

/// <summary>One layer of a <see cref="DensePass"/>: it remembers what its backward pass needs of the last forward pass.</summary>
internal sealed class DenseLayerPass(
    DenseLayer layer, GateRule gates, ComputeBackend backend, AffineMaps maps, IReadOnlyList<NoiseSource> noise) : IDisposable
{
    private Tensor? input; // (M, B, D)
    private Tensor? output; // (N, B, R), rectified where it is not to be mixed
    private ExpertMixture? mixture;

    /// <summary>(N, B, L), of a mixture after a forward pass.</summary>
    public Tensor? LeafWeights => mixture?.LeafWeights;

    /// <returns>(N, B, W).</returns>
    public Tensor Forward(Tensor from, bool isTraining)
    {
        input = from;
        output = maps.Apply(from);
        if (layer.Output == DenseOutput.Rectified) return output.relu_();
        if (layer.Output == DenseOutput.Plain) return output;
        mixture = backend.MixExperts(layer.Routing!, gates, output, isTraining && gates.Perturbs ? Noise(output) : null);
        return mixture.Mixed;
    }

    /// <param name="gradient">(N, B, W), by what the layer gave.</param>
    /// <param name="isFirst">Whether nobody asks for the gradient by its input.</param>
    /// <returns>(N, B, D), by the input; undefined for the first layer.</returns>
    public Tensor Backward(Tensor gradient, bool isFirst)
    {
        var byOutput = layer.Output switch
        {
            DenseOutput.Rectified => backend.ReluBackward(gradient, output!),
            DenseOutput.Mixed => mixture!.Backward(gradient),
            _ => gradient,
        };
        maps.WriteGradients(input!, byOutput);
        return isFirst ? gradient : maps.InputGradient(byOutput);
    }

    public void Dispose() => maps.Dispose();

    /// <param name="hidden">(N, B, R), of a mixture: the gates' scores come last.</param>
    /// <returns>(N, B, G).</returns>
    private Tensor Noise(Tensor hidden)
    {
        var columnCount = layer.Routing!.ColumnCount;
        var scores = hidden.narrow(2, hidden.shape[2] - columnCount, columnCount); // (N, B, G)
        return stack(noise.Select((source, k) => source.GumbelLike(scores.select(0, k))));
    }
}
