// N: batch, C, H, W: channels, height, width, F: features of a row, K: classes.
using Alma.Learning.Learners.Combination;
using Alma.Learning.Networks;
using Alma.Onnx;

namespace Alma.Learning.Export;

/// <summary>
/// All that a learner predicts with as one ONNX graph: the input is normalised, each network computes its logits, and the learner's rule
/// combines them. Its ends are the same for every model. LibTorch is not needed.
/// </summary>
public static class ModelGraph
{
    /// <summary>What the graph is given: (N, C, H, W) uint8 or (N, F) float32.</summary>
    public const string Input = "input";

    /// <summary>(N, K) float32: what the networks' logits combine to.</summary>
    public const string Logits = "logits";

    /// <summary>(N, K) float32: the softmax of the logits.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>(N) int64: the class that the learner decides on, which a vote may take elsewhere than the largest probability.</summary>
    public const string Label = "label";

    private const double LargestByte = 255;

    /// <exception cref="LearningException">The networks are not for such input, say no graph, or their weights do not fit them.</exception>
    public static OnnxGraph Of(NetworkInput input, IReadOnlyList<ModelNetwork> networks, CombinationRule rule)
    {
        if (networks.Count == 0) throw new LearningException("The model has no network.");
        int[] classCounts = [.. networks.Select(network => network.Structure.ClassCount)]; // fewer where a network is older than a class
        var classCount = classCounts.Max();
        var graph = new OnnxGraph();
        var images = AddInput(graph, input);
        OnnxValue[] members = [.. networks.Select((network, k) =>
            AddNetwork(graph, network, images, input, networks.Count == 1 ? "" : $"models.{k}."))];
        var (logits, choice) = rule.AddTo(graph, members, classCounts);
        graph.Output(Logits, logits, OnnxElement.Float32, -1, classCount);
        graph.Output(
            Probabilities, graph.Node("Softmax", [logits], OnnxAttribute.Of("axis", 1)), OnnxElement.Float32, -1, classCount);
        graph.Output(Label, choice, OnnxElement.Int64, -1);
        return graph;
    }

    private static OnnxValue AddNetwork(
        OnnxGraph graph, ModelNetwork network, OnnxValue images, NetworkInput input, string prefix)
    {
        var structure = network.Structure;
        if (structure.InputShape != input.Shape)
            throw new LearningException($"A network of the model takes {structure.InputShape}, and the model is for {input.Shape}.");
        return structure.AddTo(new NetworkGraph(graph, network.Weights, prefix), images);
    }

    // (N, C, H, W) float32, normalised
    private static OnnxValue AddInput(OnnxGraph graph, NetworkInput input)
    {
        var (channels, height, width) = input.Shape;
        if (input.Normalisation is not { } normalisation)
        {
            var cells = graph.Input(Input, OnnxElement.Float32, -1, input.Columns?.Sum(column => column.CellCount) ?? input.Shape.Size);
            var features = input.Columns is { } columns ? new TableGraph(graph, columns).Add(cells) : cells;
            return graph.Node("Reshape", [features, graph.Integers(-1, channels, height, width)]);
        }
        if (normalisation.Mean.Length != channels || normalisation.StandardDeviation.Length != channels)
            throw new LearningException($"The model takes {channels} channels, and its normalisation is of {normalisation.Mean.Length}.");
        var bytes = graph.Input(Input, OnnxElement.UInt8, -1, channels, height, width);
        var pixels = graph.Node("Cast", [bytes], OnnxAttribute.Of("to", (long)OnnxElement.Float32));
        var (means, deviations) = (normalisation.Mean, normalisation.StandardDeviation);
        float[] scale = [.. deviations.Select(deviation => (float)(1 / (LargestByte * deviation)))];
        float[] shift = [.. means.Zip(deviations, (mean, deviation) => (float)(-(double)mean / deviation))];
        var scaled = graph.Node("Mul", [pixels, graph.Constant(scale, [1, channels, 1, 1], "scale")]);
        return graph.Node("Add", [scaled, graph.Constant(shift, [1, channels, 1, 1], "shift")]);
    }
}
