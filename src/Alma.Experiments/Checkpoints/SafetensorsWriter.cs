using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>
/// Writes named tensors in the safetensors format: the length of a JSON header, the header (type, shape and place of every
/// tensor, and metadata), the values. Any safetensors reader can open it; nothing in it is executed.
/// </summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    public static void Write(Stream stream, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<(string Name, Tensor Value)> tensors)
    {
        var header = new JsonObject { ["__metadata__"] = JsonSerializer.SerializeToNode(metadata) };
        var offset = 0L;
        foreach (var (name, value) in tensors)
        {
            var end = offset + (value.numel() * value.element_size());
            header[name] = new JsonObject
            {
                ["dtype"] = SafetensorsTypes.NameOf(value.dtype),
                ["shape"] = JsonSerializer.SerializeToNode(value.shape),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }
        WriteHeader(stream, JsonSerializer.SerializeToUtf8Bytes(header));
        foreach (var (_, value) in tensors) WriteValues(stream, value);
    }

    private static void WriteHeader(Stream stream, byte[] header)
    {
        // Spaces at the end of the header keep the values aligned; the format asks for it.
        var padded = (header.Length + Alignment - 1) / Alignment * Alignment;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        stream.Write(length);
        stream.Write(header);
        for (var k = header.Length; k < padded; k++) stream.WriteByte((byte)' ');
    }

    private static void WriteValues(Stream stream, Tensor value)
    {
        using var onCpu = value.detach().cpu().contiguous();
        stream.Write(onCpu.bytes);
    }
}
