using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Alma.Testing;

/// <summary>A checkpoint taken apart, to be put together again with something changed and a checksum that is right.</summary>
/// <param name="State">The run's state, of which the header has the text.</param>
/// <param name="Tensors">By name: type, shape and bytes.</param>
public sealed record CheckpointText(JsonObject Metadata, JsonObject State, IReadOnlyList<TensorText> Tensors)
{
    private const string StateKey = "alma.state";
    private const string ChecksumKey = "alma.sha256";

    public static CheckpointText Of(byte[] file)
    {
        var headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        var header = JsonNode.Parse(file.AsSpan(sizeof(ulong), headerLength))!.AsObject();
        var values = file[(sizeof(ulong) + headerLength)..];
        var metadata = header["__metadata__"]!.AsObject();
        var tensors = header.Where(entry => entry.Key != "__metadata__").Select(entry => TensorText.Of(entry.Key, entry.Value!, values));
        return new CheckpointText(metadata, JsonNode.Parse(metadata[StateKey]!.GetValue<string>())!.AsObject(), [.. tensors]);
    }

    /// <summary>Of the file with another text for its state.</summary>
    public byte[] File(string? state = null)
    {
        var metadata = Metadata.DeepClone().AsObject();
        metadata[StateKey] = state ?? State.ToJsonString();
        metadata[ChecksumKey] = new string('0', 64);
        var header = new JsonObject { ["__metadata__"] = metadata };
        var offset = 0;
        foreach (var tensor in Tensors)
        {
            header[tensor.Name] = tensor.Header(offset);
            offset += tensor.Values.Length;
        }
        return WithChecksum(Encoding.UTF8.GetBytes(header.ToJsonString()), [.. Tensors.SelectMany(tensor => tensor.Values)]);
    }

    private static byte[] WithChecksum(byte[] header, byte[] values)
    {
        var checksum = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData([.. header, .. values])));
        checksum.CopyTo(header, header.AsSpan().IndexOf(Encoding.ASCII.GetBytes(new string('0', 64))));
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        return [.. length, .. header, .. values];
    }
}

/// <summary>A tensor of a checkpoint as the file has it.</summary>
public sealed record TensorText(string Name, string Type, long[] Shape, byte[] Values)
{
    internal static TensorText Of(string name, JsonNode entry, byte[] values)
    {
        var offsets = entry["data_offsets"]!.AsArray().Select(offset => offset!.GetValue<int>()).ToArray();
        return new TensorText(
            name,
            entry["dtype"]!.GetValue<string>(),
            [.. entry["shape"]!.AsArray().Select(length => length!.GetValue<long>())],
            values[offsets[0]..offsets[1]]);
    }

    internal JsonObject Header(int offset) => new()
    {
        ["dtype"] = Type,
        ["shape"] = new JsonArray([.. Shape.Select(length => (JsonNode)length)]),
        ["data_offsets"] = new JsonArray(offset, offset + Values.Length),
    };
}
