using Google.Protobuf;

namespace Alma.Onnx;

/// <summary>Writes a graph as an ONNX model, which any runtime computes. The format: https://onnx.ai/onnx/repo-docs/IR.html.</summary>
public static class OnnxFile
{
    /// <summary>The version of the format: one that runtimes of the last years read.</summary>
    public const int IrVersion = 8;

    /// <summary>The operations there are, by ONNX's count.</summary>
    public const int OperatorSet = 17;

    private const string Producer = "alma";

    /// <param name="metadata">Any text beside the graph, by key.</param>
    /// <exception cref="OnnxException">It takes more than the 2 GiB that such a file may.</exception>
    public static void Write(Stream stream, OnnxGraph graph, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var model = new OnnxMessage()
            .Integer(OnnxFields.ModelIrVersion, IrVersion)
            .Text(OnnxFields.ModelProducerName, Producer)
            .Text(OnnxFields.ModelProducerVersion, Version())
            .Nested(OnnxFields.ModelGraph, graph.Message(Producer))
            .Nested(OnnxFields.ModelOperatorSet, new OnnxMessage()
                .Text(OnnxFields.OperatorSetDomain, "")
                .Integer(OnnxFields.OperatorSetVersion, OperatorSet));
        foreach (var (key, value) in metadata)
            model.Nested(OnnxFields.ModelMetadata, new OnnxMessage()
                .Text(OnnxFields.EntryKey, key)
                .Text(OnnxFields.EntryValue, value));
        model.CheckedSize();
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        model.WriteTo(output);
    }

    private static string Version() => typeof(OnnxFile).Assembly.GetName().Version?.ToString(3) ?? "";
}
