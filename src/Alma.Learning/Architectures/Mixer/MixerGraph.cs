// N: batch, C, H, W: channels, height, width, S: side of a patch, P: patches of an image, D: width of a patch's features.
using Alma.Learning.Networks;
using Alma.Onnx;

namespace Alma.Learning.Architectures.Mixer;

/// <summary>An <see cref="MlpMixer"/> as a part of an ONNX graph.</summary>
internal sealed class MixerGraph(NetworkGraph graph, MlpMixer mixer)
{
    private const float LayerNormEpsilon = 1e-5f;

    private readonly int rows = mixer.InputShape.Height / mixer.PatchSize;
    private readonly int columns = mixer.InputShape.Width / mixer.PatchSize;

    private OnnxGraph Graph => graph.Graph;

    private int PatchCount => rows * columns;

    private int PatchValues => mixer.PatchSize * mixer.PatchSize * mixer.InputShape.Channels;

    public OnnxValue Add(OnnxValue images)
    {
        var features = mixer.FeatureCount;
        var hidden = AcrossFeatures(Patches(images), "3", PatchValues, features); // (N, P, D)
        var place = 5;
        for (var block = 0; block < mixer.BlockCount; block++, place++)
        {
            hidden = Residual(hidden, $"{place}.0", AcrossPatches, PatchCount);
            hidden = Residual(hidden, $"{place}.1", AcrossFeatures, features);
        }
        var mean = Graph.Node(
            "ReduceMean", [LayerNorm(hidden, $"{place + 1}")], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0)); // (N, D)
        return graph.Linear(mean, $"{place + 3}", features, mixer.ClassCount);
    }

    // (N, C, H, W) -> (N, C, H/S, S, W/S, S) -> (N, H/S, W/S, S, S, C) -> (N, P, S * S * C)
    private OnnxValue Patches(OnnxValue images)
    {
        var side = mixer.PatchSize;
        var cut = graph.Reshape(images, -1, mixer.InputShape.Channels, rows, side, columns, side);
        var turned = Graph.Node("Transpose", [cut], OnnxAttribute.Of("perm", [0, 2, 4, 3, 5, 1]));
        return graph.Reshape(turned, -1, PatchCount, PatchValues);
    }

    private OnnxValue Residual(OnnxValue input, string name, Func<OnnxValue, string, long, long, OnnxValue> linear, int width)
    {
        var wide = (long)width * mixer.ExpansionFactor;
        var hidden = Gelu(linear(LayerNorm(input, $"{name}.norm"), $"{name}.fn.0", width, wide));
        return graph.Add(linear(hidden, $"{name}.fn.4", wide, width), input);
    }

    private OnnxValue LayerNorm(OnnxValue input, string name)
    {
        var (weight, bias) = (graph.Weight($"{name}.weight", mixer.FeatureCount), graph.Weight($"{name}.bias", mixer.FeatureCount));
        return Graph.Node(
            "LayerNormalization", [input, weight, bias], OnnxAttribute.Of("axis", -1), OnnxAttribute.Of("epsilon", LayerNormEpsilon));
    }

    // (N, P, I) x (I, O) + (O)
    private OnnxValue AcrossFeatures(OnnxValue input, string name, long inputs, long outputs)
    {
        var weight = Graph.Node("Transpose", [graph.Weight($"{name}.weight", outputs, inputs)], OnnxAttribute.Of("perm", [1, 0]));
        return graph.Add(Graph.Node("MatMul", [input, weight]), graph.Weight($"{name}.bias", outputs));
    }

    // (O, I) x (N, I, D) + (O, 1): a convolution of one pixel
    private OnnxValue AcrossPatches(OnnxValue input, string name, long inputs, long outputs)
    {
        var weight = Graph.Constant(graph.Values($"{name}.weight", outputs, inputs, 1), [outputs, inputs], $"{name}.weight");
        var bias = Graph.Constant(graph.Values($"{name}.bias", outputs), [outputs, 1], $"{name}.bias");
        return graph.Add(Graph.Node("MatMul", [weight, input]), bias);
    }

    // x / 2 (1 + erf(x / sqrt(2))): operator set 17 has none
    private OnnxValue Gelu(OnnxValue input)
    {
        var error = Graph.Node("Erf", [Graph.Node("Div", [input, Graph.Number(MathF.Sqrt(2))])]);
        return graph.Multiply(graph.Multiply(input, graph.Add(error, Graph.Number(1))), Graph.Number(0.5f));
    }
}
