using Google.Protobuf;

namespace Alma.Onnx;

/// <summary>
/// Composes a protocol buffer message field by field. It knows its size, so that messages within messages are written without a copy.
/// </summary>
internal sealed class OnnxMessage
{
    private readonly List<Action<CodedOutputStream>> fields = [];

    /// <summary>Bytes it takes.</summary>
    public long Size { get; private set; }

    public OnnxMessage Float(int field, float value) =>
        With(field, WireFormat.WireType.Fixed32, sizeof(float), output => output.WriteFloat(value));

    public OnnxMessage Integer(int field, long value) =>
        With(field, WireFormat.WireType.Varint, CodedOutputStream.ComputeInt64Size(value), output => output.WriteInt64(value));

    public OnnxMessage Text(int field, string value) =>
        With(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeStringSize(value), output => output.WriteString(value));

    public OnnxMessage Bytes(int field, byte[] value)
    {
        var wrapped = UnsafeByteOperations.UnsafeWrap(value);
        return With(
            field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeLengthSize(value.Length) + (long)value.Length,
            output => output.WriteBytes(wrapped));
    }

    /// <param name="value">Complete: what is added to it later is not counted.</param>
    /// <exception cref="OnnxException">It takes more than a message may.</exception>
    public OnnxMessage Nested(int field, OnnxMessage value)
    {
        var size = value.CheckedSize();
        return With(field, WireFormat.WireType.LengthDelimited, CodedOutputStream.ComputeLengthSize(size) + (long)size, output =>
        {
            output.WriteLength(size);
            value.WriteTo(output);
        });
    }

    /// <summary>The fields of another message, as it is now, after its own.</summary>
    public OnnxMessage Append(OnnxMessage other)
    {
        Size += other.Size;
        fields.AddRange(other.fields);
        return this;
    }

    public void WriteTo(CodedOutputStream output)
    {
        foreach (var field in fields) field(output);
    }

    /// <exception cref="OnnxException">It takes more than a message may.</exception>
    public int CheckedSize() => Size <= int.MaxValue
        ? (int)Size
        : throw new OnnxException($"The model takes {Size / 1e9:F1} GB, and an ONNX file holds at most 2.1 GB.");

    private OnnxMessage With(int field, WireFormat.WireType type, long size, Action<CodedOutputStream> value)
    {
        Size += CodedOutputStream.ComputeTagSize(field) + size;
        fields.Add(output =>
        {
            output.WriteTag(field, type);
            value(output);
        });
        return this;
    }
}
