using System.Buffers.Binary;
using System.Security.Cryptography;
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

    /// <param name="stream">One that can be sought in.</param>
    public static void Write(
        Stream stream, IReadOnlyDictionary<string, string> metadata, IReadOnlyList<(string Name, Tensor Value)> tensors)
    {
        var header = Padded(JsonSerializer.SerializeToUtf8Bytes(Header(metadata, tensors)));
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        var start = stream.Position;
        stream.Write(header);
        using var hash = SafetensorsChecksum.Of(header);
        foreach (var (_, value) in tensors) Write(stream, value, hash);
        // Only now the checksum is known, which stands before what it is of.
        SafetensorsChecksum.Fill(header, hash);
        var end = stream.Position;
        stream.Position = start;
        stream.Write(header);
        stream.Position = end;
    }

    private static JsonObject Header(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<(string Name, Tensor Value)> tensors)
    {
        var marked = new Dictionary<string, string>(metadata) { [SafetensorsChecksum.Key] = SafetensorsChecksum.Blank };
        var header = new JsonObject { ["__metadata__"] = JsonSerializer.SerializeToNode(marked) };
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
        return header;
    }

    // Spaces at the end of the header keep the values aligned; the format asks for it.
    private static byte[] Padded(byte[] header)
    {
        var padded = new byte[(header.Length + Alignment - 1) / Alignment * Alignment];
        Array.Fill(padded, (byte)' ');
        header.CopyTo(padded, 0);
        return padded;
    }

    private static void Write(Stream stream, Tensor value, IncrementalHash hash)
    {
        using var detached = value.detach();
        using var onCpu = detached.cpu();
        using var contiguous = onCpu.contiguous();
        stream.Write(contiguous.bytes);
        hash.AppendData(contiguous.bytes);
    }
}
