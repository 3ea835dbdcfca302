using System.Buffers.Binary;
using System.Text.Json;
using Alma.Files;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>A safetensors file, read whole and checked: its metadata and its tensors as bytes. It needs no LibTorch.</summary>
public sealed class SafetensorsContent
{
    private const long LargestHeader = 100_000_000;
    private const int MaxDimensions = 16; // far more than any network has, and fewer than LibTorch's operations take
    private static readonly JsonSerializerOptions strict = new() { AllowDuplicateProperties = false };

    private SafetensorsContent(IReadOnlyDictionary<string, string> metadata, IReadOnlyDictionary<string, StoredTensor> tensors) =>
        (Metadata, Tensors) = (metadata, tensors);

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>By name, in the order of the file.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <exception cref="SafetensorsException">The file is missing, truncated or no safetensors file.</exception>
    public static SafetensorsContent Read(string path)
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
    internal static SafetensorsContent Parse(byte[] content, string name)
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

    /// <summary>The metadata alone, without a look at the values or the checksum; null where it cannot be read.</summary>
    internal static IReadOnlyDictionary<string, string>? FindMetadata(string path)
    {
        try
        {
            using var file = RegularFile.Open(path);
            var length = new byte[sizeof(ulong)];
            file.ReadExactly(length);
            var content = new byte[HeaderLength(length, file.Length)];
            file.ReadExactly(content);
            using var header = JsonDocument.Parse(content);
            return MetadataOf(header);
        }
        catch (Exception fault)
            when (fault is IOException or UnauthorizedAccessException or JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static int HeaderLength(ReadOnlySpan<byte> start, long fileLength)
    {
        if (fileLength < sizeof(ulong)) throw new FormatException($"it has {fileLength} bytes, fewer than its header's length takes");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        return length <= LargestHeader && (long)length <= fileLength - sizeof(ulong)
            ? (int)length
            : throw new FormatException($"its header is said to have {length} bytes, the file has {fileLength}");
    }

    private static Dictionary<string, string> MetadataOf(JsonDocument header)
    {
        if (!header.RootElement.TryGetProperty("__metadata__", out var found)) return [];
        var metadata = found.Deserialize<Dictionary<string, string?>>(strict) ?? throw new FormatException("its metadata is null");
        return metadata.ToDictionary(
            entry => entry.Key, entry => entry.Value ?? throw new FormatException($"its metadata has null for {entry.Key}"));
    }

    private static SafetensorsContent Parse(byte[] content)
    {
        var headerLength = HeaderLength(content, content.Length);
        var values = content.AsMemory(sizeof(ulong) + headerLength);
        using var header = JsonDocument.Parse(content.AsMemory(sizeof(ulong), headerLength));
        var metadata = MetadataOf(header);
        if (metadata.TryGetValue(SafetensorsChecksum.Key, out var checksum))
            SafetensorsChecksum.Check(content.AsSpan(sizeof(ulong), headerLength), values.Span, checksum);
        var tensors = new Dictionary<string, StoredTensor>();
        foreach (var entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
            if (!tensors.TryAdd(entry.Name, ReadTensor(entry, values)))
                throw new FormatException($"tensor {entry.Name} is there twice");
        return new(metadata, tensors);
    }

    private static StoredTensor ReadTensor(JsonProperty entry, ReadOnlyMemory<byte> values)
    {
        var typeName = entry.Value.GetProperty("dtype").GetString() ?? "null";
        var elementBytes = SafetensorsTypes.FindSize(typeName)
            ?? throw new FormatException($"tensor {entry.Name} has type {typeName}, which is none of F32, F64, I64, U8");
        var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()).ToArray();
        if (entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64()).ToArray()
            is not [var start, var end])
            throw new FormatException($"tensor {entry.Name} has data_offsets that are not a start and an end");
        if (start < 0 || end < start || end > values.Length)
            throw new FormatException($"tensor {entry.Name} ends at byte {end} of {values.Length}: the file is truncated");
        return new(typeName, CheckedShape(entry.Name, shape, end - start, elementBytes), values[(int)start..(int)end]);
    }

    private static long[] CheckedShape(string name, long[] shape, long byteCount, int elementBytes)
    {
        var expected = shape.Aggregate((System.Numerics.BigInteger)elementBytes, (product, length) => product * length);
        if (shape.Any(length => length is < 0 or > int.MaxValue) || expected != byteCount)
            throw new FormatException($"tensor {name} of shape [{string.Join(", ", shape)}] takes {expected} bytes, not {byteCount}");
        return shape.Length <= MaxDimensions
            ? shape
            : throw new FormatException($"tensor {name} has {shape.Length} dimensions, more than {MaxDimensions}");
    }
}

/// <summary>A safetensors file, read whole: its metadata and its tensors on the CPU.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly Dictionary<string, Tensor> tensors;

    private SafetensorsFile(SafetensorsContent content)
    {
        Metadata = content.Metadata;
        tensors = content.Tensors.ToDictionary(entry => entry.Key, entry => TensorOf(entry.Value));
    }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public IEnumerable<string> Names => tensors.Keys;

    public Tensor this[string name] => tensors[name];

    /// <exception cref="SafetensorsException">The file is missing, truncated or no safetensors file.</exception>
    public static SafetensorsFile Read(string path) => new(SafetensorsContent.Read(path));

    /// <exception cref="SafetensorsException">The content, of a file of this name, is truncated or no safetensors.</exception>
    internal static SafetensorsFile Parse(byte[] content, string name) => new(SafetensorsContent.Parse(content, name));

    public void Dispose()
    {
        foreach (var value in tensors.Values) value.Dispose();
    }

    private static Tensor TensorOf(StoredTensor stored)
    {
        using var scope = NewDisposeScope();
        var tensor = empty([.. stored.Shape], SafetensorsTypes.Find(stored.TypeName)!.Value);
        stored.Bytes.Span.CopyTo(tensor.bytes);
        return tensor.DetachFromDisposeScope();
    }
}
