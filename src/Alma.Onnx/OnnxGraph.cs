using System.Globalization;
using System.Runtime.InteropServices;

namespace Alma.Onnx;

/// <summary>
/// A computation under construction: constants and nodes, each of which gives one value, in the order in which they are computed.
/// Operations and their attributes are those of ONNX's operator set <see cref="OnnxFile.OperatorSet"/>.
/// </summary>
public sealed class OnnxGraph
{
    /// <summary>What an axis of any length is called.</summary>
    public const string AnyLength = "N";

    private readonly OnnxMessage nodes = new();
    private readonly OnnxMessage constants = new();
    private readonly OnnxMessage ends = new();
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private int count;

    /// <summary>What the graph is given.</summary>
    /// <param name="shape">Of its axes; -1 for one of any length.</param>
    public OnnxValue Input(string name, OnnxElement element, params ReadOnlySpan<long> shape)
    {
        ends.Nested(OnnxFields.GraphInput, ValueInfo(name, element, shape));
        return Named(name);
    }

    /// <summary>What the graph gives.</summary>
    /// <inheritdoc cref="Input" path="/param"/>
    public void Output(string name, OnnxValue value, OnnxElement element, params ReadOnlySpan<long> shape)
    {
        ends.Nested(OnnxFields.GraphOutput, ValueInfo(name, element, shape));
        AddNode("Identity", [value], Named(name), []);
    }

    /// <summary>A constant of float32.</summary>
    /// <param name="values">As many as the shape has places, the last axis running fastest.</param>
    /// <param name="name">For readers; another where it is taken.</param>
    public OnnxValue Constant(ReadOnlySpan<float> values, ReadOnlySpan<long> shape, string name = "constant") =>
        Constant(MemoryMarshal.AsBytes(values), values.Length, shape, OnnxElement.Float32, name);

    /// <summary>The same of float64.</summary>
    /// <inheritdoc cref="Constant(ReadOnlySpan{float}, ReadOnlySpan{long}, string)" path="/param"/>
    public OnnxValue Constant(ReadOnlySpan<double> values, ReadOnlySpan<long> shape, string name = "constant") =>
        Constant(MemoryMarshal.AsBytes(values), values.Length, shape, OnnxElement.Float64, name);

    /// <summary>A vector of int64: axes, indices, a shape.</summary>
    public OnnxValue Integers(params ReadOnlySpan<long> values) =>
        Constant(MemoryMarshal.AsBytes(values), values.Length, [values.Length], OnnxElement.Int64, "integers");

    /// <summary>A number without axes.</summary>
    public OnnxValue Number(float value) => Constant([value], []);

    /// <summary>What an operation makes of values.</summary>
    /// <param name="operation">Its name in ONNX: <c>Gemm</c>, <c>Conv</c>, ...</param>
    public OnnxValue Node(string operation, ReadOnlySpan<OnnxValue> inputs, params ReadOnlySpan<OnnxAttribute> attributes) =>
        AddNode(operation, inputs, Fresh(operation.ToLowerInvariant()), attributes);

    /// <summary>The graph's message.</summary>
    internal OnnxMessage Message(string name)
    {
        var graph = new OnnxMessage();
        graph.Append(nodes).Text(OnnxFields.GraphName, name).Append(constants).Append(ends);
        return graph;
    }

    private OnnxValue AddNode(
        string operation, ReadOnlySpan<OnnxValue> inputs, OnnxValue output, ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new OnnxMessage();
        foreach (var input in inputs) node.Text(OnnxFields.NodeInput, input.Name);
        node.Text(OnnxFields.NodeOutput, output.Name).Text(OnnxFields.NodeName, output.Name).Text(OnnxFields.NodeOperation, operation);
        foreach (var attribute in attributes) node.Nested(OnnxFields.NodeAttribute, attribute.Message);
        nodes.Nested(OnnxFields.GraphNode, node);
        return output;
    }

    private OnnxValue Constant(ReadOnlySpan<byte> bytes, int length, ReadOnlySpan<long> shape, OnnxElement element, string name)
    {
        var places = 1L;
        foreach (var axis in shape) places *= axis;
        if (places != length) throw new ArgumentException($"{length} values for a shape of {places} places");
        var value = names.Contains(name) ? Fresh(name) : Named(name);
        var tensor = new OnnxMessage();
        foreach (var axis in shape) tensor.Integer(OnnxFields.TensorDimensions, axis);
        tensor.Integer(OnnxFields.TensorElementType, (int)element)
            .Text(OnnxFields.TensorName, value.Name)
            .Bytes(OnnxFields.TensorRawData, bytes.ToArray());
        constants.Nested(OnnxFields.GraphInitializer, tensor);
        return value;
    }

    private static OnnxMessage ValueInfo(string name, OnnxElement element, ReadOnlySpan<long> shape)
    {
        var axes = new OnnxMessage();
        foreach (var axis in shape)
            axes.Nested(OnnxFields.ShapeDimension, axis < 0
                ? new OnnxMessage().Text(OnnxFields.DimensionName, AnyLength)
                : new OnnxMessage().Integer(OnnxFields.DimensionValue, axis));
        var type = new OnnxMessage()
            .Integer(OnnxFields.TensorTypeElement, (int)element)
            .Nested(OnnxFields.TensorTypeShape, axes);
        return new OnnxMessage()
            .Text(OnnxFields.ValueName, name)
            .Nested(OnnxFields.ValueType, new OnnxMessage().Nested(OnnxFields.TypeTensor, type));
    }

    private OnnxValue Named(string name) =>
        names.Add(name) ? new OnnxValue(name) : throw new ArgumentException($"the graph has a value {name} already");

    private OnnxValue Fresh(string stem)
    {
        string name;
        do name = string.Create(CultureInfo.InvariantCulture, $"{stem}_{++count}");
        while (names.Contains(name));
        return Named(name);
    }
}
