// N: networks, M: models, each of N / M networks that see the same batch, B: batch, P: parameter values of a network, D: inputs,
// R: rows of the affine map, W: width of what the layer gives, L: leaf experts, G: gate columns, K: classes.
using System.Collections.Immutable;
using Alma.Learning.Compute;
using Alma.Learning.Networks;
using Alma.Onnx;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Dense;

/// <summary>
/// A network of affine maps in a row, said in a way that can be computed by hand: which parameters make up the weights of
/// each map, and what follows it.
/// </summary>
/// <param name="Gates">How the gates of its mixtures weigh experts, where it has any.</param>
internal sealed record DenseStack(ImmutableArray<DenseLayer> Layers, GateRule Gates) : HandWrittenNetwork
{
    public override bool IsSharedByStep => !Gates.Perturbs;

    /// <summary>One in which those of a map are one matrix and one vector.</summary>
    public override IEnumerable<string> ParameterOrder() => Layers.SelectMany(layer => layer.Weights.Concat(layer.Biases));

    public override NetworkPass CreatePass(
        ComputeBackend backend, Tensor values, Tensor? gradients, IReadOnlyList<NoiseSource> noise) =>
        new DensePass(this, backend, values, gradients, noise);

    /// <summary>The same as a graph.</summary>
    public OnnxValue AddTo(NetworkGraph graph, OnnxValue images)
    {
        var hidden = graph.Flatten(images);
        foreach (var layer in Layers) hidden = DenseGraph.Add(graph, layer, Gates, hidden);
        return hidden;
    }
}

/// <summary>What follows an affine map.</summary>
internal enum DenseOutput
{
    /// <summary>Nothing: the map gives the logits.</summary>
    Plain,
    Rectified,

    /// <summary>Its rows are experts, each rectified, then gates: the experts are mixed.</summary>
    Mixed,
}

/// <summary>One affine map and what follows it.</summary>
/// <param name="Weights">The names of the parameters whose rows, one under the other, are the matrix.</param>
/// <param name="Biases">The same for the vector.</param>
/// <param name="Inputs">Columns of the matrix.</param>
/// <param name="Outputs">Rows of the matrix.</param>
/// <param name="Routing">The tree of experts, for a mixture.</param>
internal sealed record DenseLayer(
    ImmutableArray<string> Weights, ImmutableArray<string> Biases, int Inputs, int Outputs, DenseOutput Output,
    ExpertRouting? Routing = null)
{
    /// <summary>Rows of each of the parameters: those of an expert are the layer's width, those of a gate the children it weighs.</summary>
    public IEnumerable<long> RowCounts => Routing is null
        ? [Outputs]
        : Enumerable.Repeat((long)(Outputs - Routing.ColumnCount) / Routing.LeafCount, Routing.LeafCount)
            .Concat(Routing.Nodes.Select(node => (long)node.Count));
}

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

    /// <summary>The weights of the leaf experts of each mixture, (N, B, L).</summary>
    public override IEnumerable<Tensor> Observations() => layers.Select(layer => layer.LeafWeights).OfType<Tensor>();

    public override void Dispose()
    {
        foreach (var layer in layers) layer.Dispose();
    }
}

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
