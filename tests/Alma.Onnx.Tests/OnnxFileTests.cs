using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;

namespace Alma.Onnx.Tests;

public sealed class OnnxFileTests
{
    [Fact]
    public void Write_OfAGraph_IsAModelThatOnnxRuntimeComputes()
    {
        var graph = new OnnxGraph();
        var input = graph.Input("input", OnnxElement.Float32, -1, 2);
        var product = graph.Node(
            "Gemm", [input, graph.Constant([1f, 2, 3, 4, 5, 6], [3, 2], "weight"), graph.Constant([10f, 20, 30], [3], "bias")],
            OnnxAttribute.Of("transB", 1), OnnxAttribute.Of("alpha", 2f));
        graph.Output("output", product, OnnxElement.Float32, -1, 3);

        using var session = new InferenceSession(Bytes(graph));
        using var value = OrtValue.CreateTensorValueFromMemory([1f, 0, 0, 1], [2, 2]);
        using var options = new RunOptions();
        using var results = session.Run(options, ["input"], [value], ["output"]);

        Assert.Equal([12f, 26, 40, 14, 28, 42], results[0].GetTensorDataAsSpan<float>().ToArray());
        Assert.Equal([-1, 2], session.InputMetadata["input"].Dimensions);
        Assert.Equal(["N", ""], session.InputMetadata["input"].SymbolicDimensions);
        Assert.Equal([-1, 3], session.OutputMetadata["output"].Dimensions);
    }

    [Fact]
    public void Write_WithMetadata_HasItAndSaysTheProducer()
    {
        using var session = new InferenceSession(Bytes(Same(), new("alma.format", "1"), new("text", "ä\n\"")));

        Assert.Equal("alma", session.ModelMetadata.ProducerName);
        Assert.Equal("1", session.ModelMetadata.CustomMetadataMap["alma.format"]);
        Assert.Equal("ä\n\"", session.ModelMetadata.CustomMetadataMap["text"]);
    }

    [Fact]
    public void Write_OfTheSmallestGraph_IsTheseFields()
    {
        var model = new CodedInputStream(Bytes(Same()));
        var fields = new List<(int Field, long? Value)>();
        for (var tag = model.ReadTag(); tag != 0; tag = model.ReadTag())
        {
            if (WireFormat.GetTagWireType(tag) == WireFormat.WireType.Varint)
            {
                fields.Add((WireFormat.GetTagFieldNumber(tag), model.ReadInt64()));
                continue;
            }
            fields.Add((WireFormat.GetTagFieldNumber(tag), null));
            model.SkipLastField();
        }

        Assert.Equal([(1, 8), (2, null), (3, null), (7, null), (8, null)], fields);
    }

    [Fact]
    public void Constant_OfAnotherNumberOfValues_IsRefused()
    {
        var graph = new OnnxGraph();

        Assert.Throws<ArgumentException>(() => graph.Constant([1f, 2], [3]));
        Assert.Throws<ArgumentException>(() =>
        {
            graph.Input("input", OnnxElement.Float32, 1);
            graph.Input("input", OnnxElement.Float32, 1);
        });
    }

    [Fact]
    public void Constant_OfANameThatIsTaken_GetsAnother()
    {
        var graph = new OnnxGraph();

        Assert.Equal(new OnnxValue("weight"), graph.Constant([1f], [1], "weight"));
        Assert.Equal(new OnnxValue("weight_1"), graph.Constant([1f], [1], "weight"));
    }

    private static OnnxGraph Same()
    {
        var graph = new OnnxGraph();
        graph.Output("output", graph.Input("input", OnnxElement.Float32, -1), OnnxElement.Float32, -1);
        return graph;
    }

    private static byte[] Bytes(OnnxGraph graph, params KeyValuePair<string, string>[] metadata)
    {
        using var file = new MemoryStream();
        OnnxFile.Write(file, graph, metadata);
        return file.ToArray();
    }
}
