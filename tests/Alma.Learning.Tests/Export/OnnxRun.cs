using Alma.Learning.Export;
using Alma.Learning.Networks;
using Alma.Onnx;
using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Export;

/// <summary>A graph as ONNX Runtime computes it.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession session;

    public OnnxRun(OnnxGraph graph)
    {
        using var file = new MemoryStream();
        OnnxFile.Write(file, graph, [new("alma.format", "1")]);
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        session = new InferenceSession(file.ToArray(), options);
    }

    /// <summary>A network's weights as a file of them would have it.</summary>
    public static ModelNetwork Weights(Network network)
    {
        using var scope = NewDisposeScope();
        return new(network.Structure, network.NamedState().Where(entry => entry.Value.dtype == ScalarType.Float32).ToDictionary(
            entry => entry.Name,
            entry => new WeightArray(entry.Value.shape, entry.Value.contiguous().data<float>().ToArray())));
    }

    public (float[] Logits, float[] Probabilities, long[] Labels) Predict<T>(T[] input, params long[] shape) where T : unmanaged
    {
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var options = new RunOptions();
        using var results = session.Run(
            options, [ModelGraph.Input], [value], [ModelGraph.Logits, ModelGraph.Probabilities, ModelGraph.Label]);
        return (
            results[0].GetTensorDataAsSpan<float>().ToArray(), results[1].GetTensorDataAsSpan<float>().ToArray(),
            results[2].GetTensorDataAsSpan<long>().ToArray());
    }

    public void Dispose() => session.Dispose();
}
