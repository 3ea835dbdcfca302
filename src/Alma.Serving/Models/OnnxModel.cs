using System.Runtime.InteropServices;
using Alma.Files;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Alma.Serving.Models;

/// <summary>
/// A model in a file of ONNX, opened by ONNX Runtime and checked: it knows what it takes, and predicts. May be used by several threads at
/// once.
/// </summary>
public sealed class OnnxModel : IDisposable
{
    /// <summary>How long a file may be: protocol buffers have no more.</summary>
    public const long MostBytes = int.MaxValue - 64;

    private const int BatchSize = 128;
    private static readonly string[] inputNames = [ModelSignature.InputName];
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly ModelSignature signature;

    private OnnxModel(InferenceSession session, ModelSignature signature, ModelMetadata metadata) =>
        (this.session, this.signature, Metadata) = (session, signature, metadata);

    public ModelInput Input => signature.Input;

    /// <summary>K names, in the order of the classes' numbers.</summary>
    public IReadOnlyList<string> ClassNames => signature.ClassNames;

    public ModelMetadata Metadata { get; }

    /// <summary>Opens a model's file.</summary>
    /// <param name="threadCount">Threads that compute a batch; by default as many as there are processors.</param>
    /// <exception cref="ModelException">It is no model, or one that takes or gives something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static OnnxModel Open(string path, int? threadCount = null) => Read(RegularFile.Bytes(path, MostBytes), path, threadCount);

    /// <inheritdoc cref="Open"/>
    /// <param name="model">The file's bytes.</param>
    /// <param name="place">Where it comes from, for messages.</param>
    public static OnnxModel Read(byte[] model, string place, int? threadCount = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var session = Opened(model, place, threadCount ?? Environment.ProcessorCount);
        try
        {
            var metadata = ModelMetadata.Read(session.ModelMetadata.CustomMetadataMap, place);
            return new OnnxModel(session, ModelSignature.Of(session, metadata, place), metadata);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Predicts images.</summary>
    /// <param name="images">(N, C, H, W).</param>
    /// <exception cref="ModelException">The model takes no images, or these are not whole ones, or it fails on them.</exception>
    public Predictions Predict(ReadOnlySpan<byte> images) => Predict<byte>(images, isOfImages: true);

    /// <summary>Predicts rows.</summary>
    /// <param name="rows">(N, F), as <see cref="TableInput.Encode"/> makes them.</param>
    /// <exception cref="ModelException">The model takes no rows, or these are not whole ones, or it fails on them.</exception>
    public Predictions Predict(ReadOnlySpan<float> rows) => Predict<float>(rows, isOfImages: false);

    public void Dispose()
    {
        session.Dispose();
        run.Dispose();
    }

    /// <summary>Predicts N examples in place, without a copy.</summary>
    /// <param name="values">The input's values as bytes in the machine's order, N times.</param>
    /// <param name="at">At which example the results begin.</param>
    /// <exception cref="ModelException">The model fails on them.</exception>
    internal void Predict(ArraySegment<byte> values, int count, Predictions results, int at)
    {
        if (values.Count != (long)count * Input.ValueCount * Input.BytesPerValue)
            throw new ModelException($"Found {values.Count} bytes for {count} examples; the model takes {Input.Description}.");
        var type = Input is ImageInput ? TensorElementType.UInt8 : TensorElementType.Float;
        var pin = GCHandle.Alloc(values.Array, GCHandleType.Pinned);
        try
        {
            using var input = OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, type, InputShape(count), pin.AddrOfPinnedObject() + values.Offset, values.Count);
            Run(input, count, results, at);
        }
        finally
        {
            pin.Free();
        }
    }

    private void Run(OrtValue input, int count, Predictions results, int at)
    {
        var classes = ClassNames.Count;
        var memory = OrtMemoryInfo.DefaultInstance;
        using var logits = OrtValue.CreateTensorValueFromMemory(
            memory, results.Logits.AsMemory(at * classes, count * classes), [count, classes]);
        using var probabilities = OrtValue.CreateTensorValueFromMemory(
            memory, results.Probabilities.AsMemory(at * classes, count * classes), [count, classes]);
        using var labels = OrtValue.CreateTensorValueFromMemory(memory, results.Labels.AsMemory(at, count), [count]);
        try
        {
            session.Run(run, inputNames, [input], ModelSignature.OutputNames, [logits, probabilities, labels]);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new ModelException($"The model failed on {count} examples ({FirstLine(failure)}).", failure);
        }
    }

    private Predictions Predict<T>(ReadOnlySpan<T> values, bool isOfImages) where T : unmanaged
    {
        if (Input is ImageInput != isOfImages || values.Length % Input.ValueCount != 0)
            throw new ModelException(
                $"Found {values.Length} values of {(isOfImages ? "images" : "rows")}; the model takes {Input.Description}, "
                + $"{Input.ValueCount} values each.");
        var count = values.Length / Input.ValueCount;
        var results = Predictions.Empty(count, ClassNames.Count);
        var bytesEach = Input.ValueCount * Input.BytesPerValue;
        var bytes = MemoryMarshal.AsBytes(values);
        var batch = new byte[Math.Min(BatchSize, count) * bytesEach];
        for (var at = 0; at < count; at += BatchSize)
        {
            var size = Math.Min(BatchSize, count - at);
            bytes.Slice(at * bytesEach, size * bytesEach).CopyTo(batch);
            Predict(new ArraySegment<byte>(batch, 0, size * bytesEach), size, results, at);
        }

        return results;
    }

    private long[] InputShape(int count) => Input is ImageInput { Shape: var shape }
        ? [count, shape.Channels, shape.Height, shape.Width]
        : [count, Input.ValueCount];

    private static InferenceSession Opened(byte[] model, string place, int threadCount)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threadCount,
            InterOpNumThreads = 1,
            EnableMemoryPattern = false, // one would be kept for each number of examples
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        // Threads that wait sleep: they share the processors with those that answer requests.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new ModelException($"{place} is no ONNX model that can be opened ({FirstLine(failure)}).", failure);
        }
    }

    private static string FirstLine(OnnxRuntimeException failure)
    {
        var line = failure.Message.Split('\n')[0].Trim();
        return line.Length > 200 ? line[..200] + "..." : line;
    }
}
