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
