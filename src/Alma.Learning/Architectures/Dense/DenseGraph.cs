// N: batch, D: inputs, R: rows of the affine map, W: width of what the layer gives, L: leaf experts, G: gate columns.
using Alma.Learning.Compute;
using Alma.Learning.Networks;
using Alma.Onnx;

namespace Alma.Learning.Architectures.Dense;

/// <summary>
/// One layer of a <see cref="DenseStack"/> as a part of an ONNX graph: one product for all of a mixture's experts and gates, then one
/// for the sum of the experts by their weights.
/// </summary>
internal static class DenseGraph
{
    /// <param name="input">(N, D).</param>
    /// <returns>(N, W).</returns>
    public static OnnxValue Add(NetworkGraph graph, DenseLayer layer, GateRule gates, OnnxValue input)
    {
        var mapped = graph.Affine(input, Matrix(graph, layer), Vector(graph, layer)); // (N, R)
        return layer.Output switch
        {
            DenseOutput.Rectified => graph.Relu(mapped),
            DenseOutput.Mixed => Mix(graph, layer, gates, mapped),
            _ => mapped,
        };
    }

    private static OnnxValue Mix(NetworkGraph graph, DenseLayer layer, GateRule gates, OnnxValue mapped)
    {
        var routing = layer.Routing!;
        var expertRows = layer.Outputs - routing.ColumnCount;
        var experts = graph.Relu(Columns(graph, mapped, 0, expertRows)); // (N, L * W)
        var byLeaf = graph.Reshape(experts, -1, routing.LeafCount, expertRows / routing.LeafCount); // (N, L, W)
        var weights = graph.Graph.Node("Unsqueeze", [LeafWeights(graph, routing, gates, mapped, expertRows), graph.Graph.Integers(1)]);
        var mixed = graph.Graph.Node("MatMul", [weights, byLeaf]); // (N, 1, L) x (N, L, W)
        return graph.Graph.Node("Squeeze", [mixed, graph.Graph.Integers(1)]);
    }

    // (N, L): of a leaf the product of the gates' weights on its path.
    private static OnnxValue LeafWeights(NetworkGraph graph, ExpertRouting routing, GateRule gates, OnnxValue mapped, int expertRows)
    {
        var (leaves, nodeWeights) = (new OnnxValue[routing.LeafCount], new OnnxValue?[routing.Nodes.Length]);
        for (var n = 0; n < routing.Nodes.Length; n++)
        {
            var (first, count) = routing.Nodes[n];
            var scores = Columns(graph, mapped, expertRows + first, count); // (N, children)
            var weights = gates.IsHard ? graph.OneHotOfLargest(scores, count) : graph.Softmax(scores);
            if (nodeWeights[n] is { } own) weights = graph.Multiply(weights, own);
            for (var c = 0; c < count; c++)
            {
                var weight = Columns(graph, weights, c, 1); // (N, 1)
                if (routing.Children[first + c] is >= 0 and var leaf) leaves[leaf] = weight;
                else nodeWeights[~routing.Children[first + c]] = weight;
            }
        }
        return graph.Graph.Node("Concat", leaves, OnnxAttribute.Of("axis", 1));
    }

    private static OnnxValue Columns(NetworkGraph graph, OnnxValue input, long first, long count) => graph.Graph.Node(
        "Slice",
        [input, graph.Graph.Integers(first), graph.Graph.Integers(first + count), graph.Graph.Integers(1)]);

    // (R, D): the weights of all modules, one under the other.
    private static OnnxValue Matrix(NetworkGraph graph, DenseLayer layer)
    {
        if (layer.Weights is [var only]) return graph.Weight(only, layer.Outputs, layer.Inputs);
        var parts = layer.Weights.Zip(layer.RowCounts, (name, rows) => graph.Values(name, rows, layer.Inputs));
        float[] values = [.. parts.SelectMany(part => part)];
        return graph.Graph.Constant(values, [layer.Outputs, layer.Inputs], Joined(layer.Weights));
    }

    // (R)
    private static OnnxValue Vector(NetworkGraph graph, DenseLayer layer)
    {
        if (layer.Biases is [var only]) return graph.Weight(only, layer.Outputs);
        var parts = layer.Biases.Zip(layer.RowCounts, (name, rows) => graph.Values(name, rows));
        float[] values = [.. parts.SelectMany(part => part)];
        return graph.Graph.Constant(values, [layer.Outputs], Joined(layer.Biases));
    }

    private static string Joined(IReadOnlyList<string> names) => $"{names[0]}...{names[^1]}";
}
