using Google.Protobuf;

namespace Alma.Runs.TensorBoard;

/// <summary>Encodes the event messages that TensorBoard reads, field by field.</summary>
internal static class EventMessages
{
    private const string Version = "brain.Event:2";
    private const string TextPlugin = "text";

    public static byte[] FileVersion(double wallTime) => Message(output =>
    {
        Double(output, EventFields.WallTime, wallTime);
        String(output, EventFields.FileVersion, Version);
    });

    public static byte[] Scalar(double wallTime, TensorBoardPoint point, float value) => Event(wallTime, point.Step, Message(output =>
    {
        String(output, EventFields.ValueTag, point.Tag);
        output.WriteTag(EventFields.ValueSimple, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    }));

    /// <summary>A string tensor with one element, marked for the plugin that shows texts.</summary>
    public static byte[] Text(double wallTime, TensorBoardPoint point, string text) => Event(wallTime, point.Step, Message(output =>
    {
        String(output, EventFields.ValueTag, point.Tag);
        Nested(output, EventFields.ValueTensor, StringTensor(text));
        var plugin = Message(inner => String(inner, EventFields.PluginName, TextPlugin));
        Nested(output, EventFields.ValueMetadata, Message(inner => Nested(inner, EventFields.MetadataPlugin, plugin)));
    }));

    private static byte[] Event(double wallTime, long step, byte[] value) => Message(output =>
    {
        Double(output, EventFields.WallTime, wallTime);
        Integer(output, EventFields.Step, step);
        Nested(output, EventFields.Summary, Message(inner => Nested(inner, EventFields.SummaryValue, value)));
    });

    private static byte[] StringTensor(string text) => Message(output =>
    {
        Integer(output, EventFields.TensorType, EventFields.StringType);
        var dimension = Message(inner => Integer(inner, EventFields.DimensionSize, 1));
        Nested(output, EventFields.TensorShape, Message(inner => Nested(inner, EventFields.ShapeDimension, dimension)));
        String(output, EventFields.TensorString, text);
    });

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
            write(output);
        return bytes.ToArray();
    }

    private static void Double(CodedOutputStream output, int field, double value)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed64);
        output.WriteDouble(value);
    }

    private static void Integer(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void String(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static void Nested(CodedOutputStream output, int field, byte[] message)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(message));
    }
}
