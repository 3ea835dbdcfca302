// N: networks, M: models, each of N / M networks that see the same batch, B: batch, K: classes, P: parameter values of a network.
using Alma.Learning.Compute;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Dense;

/// <summary>
/// Computes dense networks of one structure side by side, forward and backward by hand: one product per layer and network for
/// the layer's units or for all of a mixture's experts and gates together.
/// </summary>
internal sealed class DensePass : NetworkPass
{
    private readonly DenseLayerPass[] layers;
    private bool isTraining; // whether random gates draw

    /// <param name="values">(N, P), the networks' parameters in the order of <see cref="DenseStack.ParameterOrder"/>.</param>
    /// <param name="gradients">(N, P), where the backward pass writes; null for a pass that only predicts.</param>
    /// <param name="noise">Of each network, for hard gates in training.</param>
    public DensePass(
        DenseStack stack, ComputeBackend backend, Tensor values, Tensor? gradients, IReadOnlyList<NoiseSource> noise)
    {
        var offset = 0L;
        layers = new DenseLayerPass[stack.Layers.Length];
        for (var k = 0; k < layers.Length; k++)
        {
            var layer = stack.Layers[k];
            var maps = backend.AffineMaps(AffineParameters.Of(values, gradients, offset, layer.Inputs, layer.Outputs));
            layers[k] = new DenseLayerPass(layer, stack.Gates, backend, maps, noise);
            offset += (layer.Inputs + 1L) * layer.Outputs;
        }
    }

    public override void TrainingMode() => isTraining = true;

    public override void EvaluationMode() => isTraining = false;

    public override Tensor Forward(Tensor images)
    {
        using var noGradient = no_grad();
        var hidden = images.flatten(2); // (M, B, D)
        foreach (var layer in layers) hidden = layer.Forward(hidden, isTraining);
        return hidden; // (N, B, K)
    }

    public override void Backward(Tensor logitsGradient)
    {
        using var noGradient = no_grad();
        var gradient = logitsGradient;
        for (var k = layers.Length - 1; k >= 0; k--) gradient = layers[k].Backward(gradient, isFirst: k == 0);
    }

    public override IEnumerable<Tensor> LeafWeights() => layers.Select(layer => layer.LeafWeights).OfType<Tensor>();

    public override void Dispose()
    {
        foreach (var layer in layers) layer.Dispose();
    }
}
