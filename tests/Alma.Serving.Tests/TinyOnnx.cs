using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Google.Protobuf;

namespace Alma.Serving.Tests;

/// <summary>
/// Models for tests, written field by field: one affine map and a softmax. IR 8, opset 17, as exported models are. The numbers of fields
/// are those of onnx.proto.
/// </summary>
internal sealed record TinyOnnx
{
    public const int Float = 1;
    public const int UInt8 = 2;
    public const int Int64 = 7;

    /// <summary>(K, F): the logits are the input times its transpose.</summary>
    public required float[][] Weights { get; init; }

    /// <summary>(C, H, W) of images; null for rows.</summary>
    public int[]? Image { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public string InputName { get; init; } = "input";

    public int ClassCount => Weights.Length;

    private int FeatureCount => Weights[0].Length;

    /// <summary>Of images of 1 x 2 x 2 pixels and three classes: each answers to one pixel, and the last pixel counts for none.</summary>
    public static TinyOnnx OfImages(int megabatch = 0, params string[] classNames) => new()
    {
        Image = [1, 2, 2],
        Weights = [[0.01f, 0, 0, 0], [0, 0.01f, 0, 0], [0, 0, 0.01f, 0]],
        Metadata = new Dictionary<string, string>
        {
            ["alma.format"] = "1",
            ["alma.input"] = """{"kind":"image","channels":1,"height":2,"width":2}""",
            ["alma.class_names"] = JsonSerializer.Serialize(classNames.Length > 0 ? classNames : ["left", "right", "below"]),
            ["alma.megabatch"] = megabatch.ToString(CultureInfo.InvariantCulture),
            ["alma.test_error"] = (0.5 / (megabatch + 1)).ToString(CultureInfo.InvariantCulture),
            ["alma.recipe"] = "tests/tiny",
            ["alma.dataset"] = "Tiny",
            ["alma.run"] = "runs/tests/tiny",
        },
    };

    /// <summary>The same for images as large as MNIST's: the first pixels count.</summary>
    public static TinyOnnx OfDigits(int megabatch = 0) => new()
    {
        Image = [1, 28, 28],
        Weights = [.. Enumerable.Range(0, 10).Select(k => Enumerable.Range(0, 784).Select(f => f % 10 == k ? 0.001f : 0).ToArray())],
        Metadata = new Dictionary<string, string>
        {
            ["alma.megabatch"] = megabatch.ToString(CultureInfo.InvariantCulture),
            ["alma.test_error"] = (0.5 / (megabatch + 1)).ToString(CultureInfo.InvariantCulture),
        },
    };

    /// <summary>Of rows with an age, whether someone has a car, and a colour; two classes, of which the car decides.</summary>
    public static TinyOnnx OfRows() => new()
    {
        Weights = [[0, 1, 0], [0, -1, 0]],
        Metadata = new Dictionary<string, string>
        {
            ["alma.input"] = """
                {"kind":"table","columns":[{"name":"age","kind":"number"},{"name":"car","kind":"boolean"},
                {"name":"colour","kind":"category","categories":["red","blue"]}]}
                """,
            ["alma.class_names"] = """["driver","walker"]""",
        },
    };

    public byte[] ToBytes() => Message(model =>
    {
        Integer(model, 1, 8); // ir_version
        Nested(model, 8, opset => Integer(opset, 2, 17)); // opset_import
        Nested(model, 7, WriteGraph); // graph
        foreach (var (key, value) in Metadata) // metadata_props
            Nested(model, 14, entry =>
            {
                Text(entry, 1, key);
                Text(entry, 2, value);
            });
    });

    private void WriteGraph(CodedOutputStream graph)
    {
        var features = InputName;
        if (Image is not null)
        {
            Node(graph, "Cast", [InputName], "float", ("to", Float));
            Node(graph, "Flatten", ["float"], "flat", ("axis", 1));
            features = "flat";
        }

        Node(graph, "Gemm", [features, "weights"], "logits", ("transB", 1));
        Node(graph, "Softmax", ["logits"], "probabilities", ("axis", 1));
        Node(graph, "ArgMax", ["logits"], "label", ("axis", 1), ("keepdims", 0));
        Text(graph, 2, "tiny");
        Nested(graph, 5, tensor =>
        {
            Integer(tensor, 1, ClassCount);
            Integer(tensor, 1, FeatureCount);
            Integer(tensor, 2, Float);
            Text(tensor, 8, "weights");
            float[] values = [.. Weights.SelectMany(row => row)];
            tensor.WriteTag(9, WireFormat.WireType.LengthDelimited);
            tensor.WriteBytes(ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())));
        });
        Value(graph, 11, InputName, Image is null ? Float : UInt8, Image ?? [FeatureCount]);
        Value(graph, 12, "logits", Float, ClassCount);
        Value(graph, 12, "probabilities", Float, ClassCount);
        Value(graph, 12, "label", Int64);
    }

    private static void Node(CodedOutputStream graph, string type, string[] inputs, string output, params (string, int)[] attributes) =>
        Nested(graph, 1, node =>
        {
            foreach (var input in inputs) Text(node, 1, input);
            Text(node, 2, output);
            Text(node, 4, type);
            foreach (var (name, value) in attributes)
                Nested(node, 5, attribute =>
                {
                    Text(attribute, 1, name);
                    Integer(attribute, 3, value);
                    Integer(attribute, 20, 2); // INT
                });
        });

    // (N, ...)
    private static void Value(CodedOutputStream graph, int field, string name, int elementType, params int[] sides) =>
        Nested(graph, field, value =>
        {
            Text(value, 1, name);
            Nested(value, 2, type => Nested(type, 1, tensor =>
            {
                Integer(tensor, 1, elementType);
                Nested(tensor, 2, shape =>
                {
                    Nested(shape, 1, side => Text(side, 2, "N"));
                    foreach (var length in sides) Nested(shape, 1, side => Integer(side, 1, length));
                });
            }));
        });

    private static void Nested(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Message(write)));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true)) write(output);
        return bytes.ToArray();
    }

    private static void Integer(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void Text(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }
}
