using Google.Protobuf;

namespace Alma.Runs.TensorBoard;

/// <summary>
/// Composes a protocol buffer message field by field; methods of its own for what the messages of TensorBoard consist of.
/// </summary>
internal sealed class ProtobufMessage
{
    private readonly List<Action<CodedOutputStream>> fields = [];

    public ProtobufMessage Double(int field, double value) => With(field, WireFormat.WireType.Fixed64, output => output.WriteDouble(value));

    public ProtobufMessage Float(int field, float value) => With(field, WireFormat.WireType.Fixed32, output => output.WriteFloat(value));

    public ProtobufMessage Integer(int field, long value) => With(field, WireFormat.WireType.Varint, output => output.WriteInt64(value));

    public ProtobufMessage String(int field, string value) =>
        With(field, WireFormat.WireType.LengthDelimited, output => output.WriteString(value));

    public ProtobufMessage Bytes(int field, byte[] value) =>
        With(field, WireFormat.WireType.LengthDelimited, output => output.WriteBytes(ByteString.CopyFrom(value)));

    public ProtobufMessage Nested(int field, ProtobufMessage value) => Bytes(field, value.ToArray());

    public byte[] ToArray()
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
            fields.ForEach(field => field(output));
        return bytes.ToArray();
    }

    private ProtobufMessage With(int field, WireFormat.WireType type, Action<CodedOutputStream> value)
    {
        fields.Add(output =>
        {
            output.WriteTag(field, type);
            value(output);
        });
        return this;
    }
}
