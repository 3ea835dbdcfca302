using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;
using Alma.Files;

namespace Alma.Experiments.Checkpoints;

/// <summary>A safetensors file, read whole: its metadata and its tensors on the CPU.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private const long LargestHeader = 100_000_000;
    private static readonly JsonSerializerOptions strict = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<string, Tensor> tensors = [];

    private SafetensorsFile(IReadOnlyDictionary<string, string> metadata) => Metadata = metadata;

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public IEnumerable<string> Names => tensors.Keys;

    public Tensor this[string name] => tensors[name];

    /// <exception cref="SafetensorsException">The file is missing, truncated or no safetensors file.</exception>
    public static SafetensorsFile Read(string path)
    {
        try
        {
            return Parse(RegularFile.Bytes(path, Array.MaxLength), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SafetensorsException($"{path} is no readable safetensors file: {fault.Message}", fault);
        }
    }

    /// <exception cref="SafetensorsException">The content, of a file of this name, is truncated or no safetensors.</exception>
    internal static SafetensorsFile Parse(byte[] content, string name)
    {
        try
        {
            return Parse(content);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new SafetensorsException($"{name} is no readable safetensors file: {fault.Message}", fault);
        }
    }

    public void Dispose()
    {
        foreach (var value in tensors.Values) value.Dispose();
    }

    private static SafetensorsFile Parse(byte[] content)
    {
        if (content.Length < sizeof(ulong)) throw new FormatException($"it has {content.Length} bytes, fewer than its header's length takes");
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(content);
        if (headerLength > LargestHeader || (long)headerLength > content.Length - sizeof(ulong))
            throw new FormatException($"its header is said to have {headerLength} bytes, the file has {content.Length}");
        var values = content.AsMemory(sizeof(ulong) + (int)headerLength);
        using var header = JsonDocument.Parse(content.AsMemory(sizeof(ulong), (int)headerLength));
        var metadata = header.RootElement.TryGetProperty("__metadata__", out var found)
            ? found.Deserialize<Dictionary<string, string>>(strict) ?? throw new FormatException("its metadata is null")
            : [];
        if (metadata.TryGetValue(SafetensorsChecksum.Key, out var checksum))
            SafetensorsChecksum.Check(content.AsSpan(sizeof(ulong), (int)headerLength), values.Span, checksum);
        var file = new SafetensorsFile(metadata);
        try
        {
            foreach (var entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__")) file.Add(entry, values);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Add(JsonProperty entry, ReadOnlyMemory<byte> values)
    {
        if (tensors.ContainsKey(entry.Name)) throw new FormatException($"tensor {entry.Name} is there twice");
        tensors.Add(entry.Name, ReadTensor(entry, values));
    }

    private static Tensor ReadTensor(JsonProperty entry, ReadOnlyMemory<byte> values)
    {
        var typeName = entry.Value.GetProperty("dtype").GetString()!;
        var type = SafetensorsTypes.Find(typeName) ?? throw new FormatException($"tensor {entry.Name} has type {typeName}, which is none of F32, F64, I64, U8");
        var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()).ToArray();
        if (entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray() is not [var start, var end])
            throw new FormatException($"tensor {entry.Name} has data_offsets that are not a start and an end");
        if (start < 0 || end < start || end > values.Length) throw new FormatException($"tensor {entry.Name} ends at byte {end} of {values.Length}: the file is truncated");
        using var scope = NewDisposeScope();
        var tensor = empty(CheckedShape(entry.Name, shape, end - start, type), type);
        values.Span[(int)start..(int)end].CopyTo(tensor.bytes);
        return tensor.DetachFromDisposeScope();
    }

    private static long[] CheckedShape(string name, long[] shape, long byteCount, ScalarType type)
    {
        using var one = empty(1, type);
        var expected = shape.Aggregate((System.Numerics.BigInteger)one.element_size(), (product, length) => product * length);
        return shape.All(length => length >= 0) && expected == byteCount
            ? shape
            : throw new FormatException($"tensor {name} of shape [{string.Join(", ", shape)}] takes {expected} bytes, not {byteCount}");
    }
}
