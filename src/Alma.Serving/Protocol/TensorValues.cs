using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Alma.Serving.Models;

namespace Alma.Serving.Protocol;

/// <summary>The values of an input tensor while a request is read: numbers of JSON, flat or nested, or bytes behind it.</summary>
internal sealed class TensorValues(ModelInput input)
{
    private const int FirstLength = 1 << 10;
    private int length;

    public ModelInput Input => input;

    public ArraySegment<byte> Bytes { get; private set; }

    /// <summary>Memory of the pool, which whoever has the values gives back.</summary>
    public byte[]? Rented { get; private set; }

    /// <summary>Reads the value that the reader is at: an array of numbers, or of arrays of them.</summary>
    /// <exception cref="RequestException">It holds something else.</exception>
    public void Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw RequestException.Malformed("data is no array.");
        length = 0;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray) continue;
            if (input is ImageInput) AddByte(ref reader);
            else AddFloat(ref reader);
        }

        Bytes = Rented is null ? [] : new ArraySegment<byte>(Rented, 0, length);
    }

    /// <summary>Takes bytes that lie behind the JSON.</summary>
    /// <exception cref="RequestException">They are not so many.</exception>
    public void Take(ArraySegment<byte> behind, long size)
    {
        if (behind.Count != size)
            throw RequestException.Malformed($"binary_data_size is {size}, but {behind.Count} bytes are behind the JSON.");
        if (length > 0) throw RequestException.Malformed("The input has both data and binary_data_size.");
        if (input.BytesPerValue == 1 || behind.Offset % input.BytesPerValue == 0)
        {
            Bytes = behind;
            return;
        }

        Reserve(behind.Count);
        behind.AsSpan().CopyTo(Rented); // numbers stand at even places
        Bytes = new ArraySegment<byte>(Rented!, 0, behind.Count);
    }

    /// <exception cref="RequestException">They are not of so many examples.</exception>
    public void RequireCount(int count)
    {
        var expected = (long)count * input.ValueCount;
        if (Bytes.Count != expected * input.BytesPerValue)
            throw RequestException.Malformed(
                $"Found {Bytes.Count / (double)input.BytesPerValue:0.##} values; the shape says {expected}.");
    }

    public void Return()
    {
        if (Rented is not null) ArrayPool<byte>.Shared.Return(Rented);
        Rented = null;
    }

    private void AddByte(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetByte(out var value))
            throw RequestException.Malformed($"data: value {length + 1} is none of UINT8; valid are whole numbers from 0 to 255.");
        Reserve(length + 1);
        Rented![length++] = value;
    }

    private void AddFloat(ref Utf8JsonReader reader)
    {
        var value = float.NaN; // of null: missing
        if (reader.TokenType != JsonTokenType.Null && !(reader.TokenType == JsonTokenType.Number && reader.TryGetSingle(out value)))
            throw RequestException.Malformed(
                $"data: value {(length / sizeof(float)) + 1} is none of FP32; valid are numbers, or null for missing.");
        Reserve(length + sizeof(float));
        MemoryMarshal.Write(Rented.AsSpan(length), value);
        length += sizeof(float);
    }

    private void Reserve(int needed)
    {
        if (Rented is not null && needed <= Rented.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(FirstLength, 2 * (Rented?.Length ?? 0))));
        Rented.AsSpan(0, length).CopyTo(larger);
        Return();
        Rented = larger;
    }
}
