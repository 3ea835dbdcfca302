// N: batch, C: channels, H, W: height and width, D: features.
using System.Globalization;
using Alma.Onnx;

namespace Alma.Learning.Networks;

/// <summary>
/// The part of an ONNX graph that one network becomes: its weights by their PyTorch names, and the layers that architectures are made of.
/// A structure adds itself to it (<see cref="NetworkStructure.AddTo"/>). Nothing here needs LibTorch.
/// </summary>
/// <param name="graph">The whole.</param>
/// <param name="weights">Parameters and buffers of the network.</param>
/// <param name="prefix">Before the network's names among the graph's, to tell it from others.</param>
public sealed class NetworkGraph(OnnxGraph graph, IReadOnlyDictionary<string, WeightArray> weights, string prefix = "")
{
    private const float BatchNormEpsilon = 1e-5f;

    /// <summary>For what there is no layer of here.</summary>
    public OnnxGraph Graph { get; } = graph;

    /// <summary>The values of a parameter or buffer.</summary>
    /// <param name="shape">That it must have.</param>
    /// <exception cref="LearningException">There is none of that name, or it has another shape.</exception>
    public float[] Values(string name, params ReadOnlySpan<long> shape)
    {
        if (!weights.TryGetValue(name, out var found)) throw new LearningException($"The model has no weights {prefix}{name}.");
        var there = found.Shape.ToArray();
        return shape.SequenceEqual(there)
            ? found.Values
            : throw new LearningException(
                $"The model's weights {prefix}{name} are of shape {Text(there)}, and its structure has {Text(shape.ToArray())}.");
    }

    /// <summary>The same as a value of the graph.</summary>
    /// <inheritdoc cref="Values" path="/param"/>
    /// <inheritdoc cref="Values" path="/exception"/>
    public OnnxValue Weight(string name, params ReadOnlySpan<long> shape) =>
        Graph.Constant(Values(name, shape), shape, prefix + name);

    /// <summary>(N, C, H, W) -> (N, C * H * W).</summary>
    public OnnxValue Flatten(OnnxValue input) => Graph.Node("Flatten", [input], OnnxAttribute.Of("axis", 1));

    public OnnxValue Relu(OnnxValue input) => Graph.Node("Relu", [input]);

    public OnnxValue Tanh(OnnxValue input) => Graph.Node("Tanh", [input]);

    /// <summary>A linear layer: (N, <paramref name="inputs"/>) -> (N, <paramref name="outputs"/>).</summary>
    /// <param name="module">Its name among the network's modules.</param>
    public OnnxValue Linear(OnnxValue input, string module, long inputs, long outputs) =>
        Affine(input, Weight($"{module}.weight", outputs, inputs), Weight($"{module}.bias", outputs));

    /// <summary>(N, D) times the transpose of a matrix (R, D), plus a vector (R).</summary>
    public OnnxValue Affine(OnnxValue input, OnnxValue matrix, OnnxValue bias) =>
        Graph.Node("Gemm", [input, matrix, bias], OnnxAttribute.Of("transB", 1));

    /// <summary>A convolution of a square kernel and equal padding on all sides.</summary>
    /// <inheritdoc cref="Linear" path="/param"/>
    public OnnxValue Convolution(
        OnnxValue input, string module, long inputs, long outputs, long kernel, long padding = 0, long stride = 1, bool bias = true)
    {
        var weight = Weight($"{module}.weight", outputs, inputs, kernel, kernel);
        return Convolution(
            input, weight, bias ? Weight($"{module}.bias", outputs) : null, (kernel, kernel), [padding, padding, padding, padding], stride);
    }

    /// <param name="weight">(outputs, inputs, kernel height, kernel width).</param>
    /// <param name="bias">(outputs), or null.</param>
    /// <param name="padding">With zeros: above, left, below, right.</param>
    public OnnxValue Convolution(
        OnnxValue input, OnnxValue weight, OnnxValue? bias, (long Height, long Width) kernel, long[] padding, long stride = 1) =>
        Graph.Node(
            "Conv",
            bias is { } added ? [input, weight, added] : [input, weight],
            OnnxAttribute.Of("kernel_shape", [kernel.Height, kernel.Width]),
            OnnxAttribute.Of("pads", padding),
            OnnxAttribute.Of("strides", [stride, stride]));

    /// <summary>Batch norm by its running statistics.</summary>
    /// <param name="affine">Whether it has a weight and a bias.</param>
    public OnnxValue BatchNorm(OnnxValue input, string module, int channels, bool affine = true)
    {
        var scale = affine ? Weight($"{module}.weight", channels) : Filled(1, channels);
        var shift = affine ? Weight($"{module}.bias", channels) : Filled(0, channels);
        return Graph.Node(
            "BatchNormalization",
            [input, scale, shift, Weight($"{module}.running_mean", channels), Weight($"{module}.running_var", channels)],
            OnnxAttribute.Of("epsilon", BatchNormEpsilon));
    }

    /// <summary>Largest of each 2x2 pixels.</summary>
    /// <param name="roundsUp">Whether an odd last row and column are kept.</param>
    public OnnxValue MaxPooling(OnnxValue input, bool roundsUp) => Graph.Node(
        "MaxPool", [input], OnnxAttribute.Of("kernel_shape", [2, 2]), OnnxAttribute.Of("strides", [2, 2]),
        OnnxAttribute.Of("ceil_mode", roundsUp ? 1 : 0));

    /// <summary>Means of tiles of so many pixels; a rest at the edges is left out.</summary>
    public OnnxValue AveragePooling(OnnxValue input, long height, long width) => Graph.Node(
        "AveragePool", [input], OnnxAttribute.Of("kernel_shape", [height, width]), OnnxAttribute.Of("strides", [height, width]));

    public OnnxValue Add(OnnxValue one, OnnxValue other) => Graph.Node("Add", [one, other]);

    public OnnxValue Multiply(OnnxValue one, OnnxValue other) => Graph.Node("Mul", [one, other]);

    public OnnxValue Softmax(OnnxValue input, int axis = 1) => Graph.Node("Softmax", [input], OnnxAttribute.Of("axis", axis));

    /// <summary>1 at the first of the largest scores and 0 elsewhere: (N, K) -> (N, K).</summary>
    public OnnxValue OneHotOfLargest(OnnxValue scores, long count)
    {
        var largest = Graph.Node("ArgMax", [scores], OnnxAttribute.Of("axis", 1), OnnxAttribute.Of("keepdims", 0));
        return Graph.Node("OneHot", [largest, Graph.Integers(count), Graph.Constant([0f, 1f], [2])], OnnxAttribute.Of("axis", -1));
    }

    /// <param name="shape">-1 for an axis of the length that is left, as the batch is.</param>
    public OnnxValue Reshape(OnnxValue input, params ReadOnlySpan<long> shape) =>
        Graph.Node("Reshape", [input, Graph.Integers(shape)]);

    private OnnxValue Filled(float value, int length)
    {
        var values = new float[length];
        Array.Fill(values, value);
        return Graph.Constant(values, [length]);
    }

    private static string Text(IEnumerable<long> shape) =>
        $"({string.Join(", ", shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)))})";
}
