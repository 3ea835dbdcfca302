namespace Alma.Runs.TensorBoard;

/// <summary>Encodes the event messages that TensorBoard reads.</summary>
internal static class EventMessages
{
    private const string Version = "brain.Event:2";
    private const string TextPlugin = "text";

    public static byte[] FileVersion(double wallTime) =>
        new ProtobufMessage().Double(EventFields.WallTime, wallTime).String(EventFields.FileVersion, Version).ToArray();

    public static byte[] Scalar(double wallTime, TensorBoardPoint point, float value) =>
        Event(wallTime, point, shown => shown.Float(EventFields.ValueSimple, value));

    /// <summary>A string tensor with one element, marked for the plugin that shows texts.</summary>
    public static byte[] Text(double wallTime, TensorBoardPoint point, string text) => Event(wallTime, point, shown => shown
        .Nested(EventFields.ValueTensor, Tensor(EventFields.StringType, 1).String(EventFields.TensorString, text))
        .Nested(EventFields.ValueMetadata, Metadata(TextPlugin)));

    /// <summary>A picture as a PNG file.</summary>
    public static byte[] Image(double wallTime, TensorBoardPoint point, TensorBoardImage image) => Event(wallTime, point, shown => shown
        .Nested(EventFields.ValueImage, new ProtobufMessage()
            .Integer(EventFields.ImageHeight, image.Height)
            .Integer(EventFields.ImageWidth, image.Width)
            .Integer(EventFields.ImageColourSpace, image.Channels)
            .Bytes(EventFields.ImageEncoded, image.Png)));

    /// <summary>What the plugin for hyper-parameters reads, all of it in the metadata; the tensor is empty.</summary>
    public static byte[] OfHyperParameters(double wallTime, string tag, byte[] content) =>
        Event(wallTime, new TensorBoardPoint(tag, 0), shown => shown
            .Nested(EventFields.ValueTensor, Tensor(EventFields.FloatType, 0))
            .Nested(EventFields.ValueMetadata, Metadata(HyperParameterFields.Plugin, content)));

    private static byte[] Event(double wallTime, TensorBoardPoint point, Action<ProtobufMessage> content)
    {
        var value = new ProtobufMessage().String(EventFields.ValueTag, point.Tag);
        content(value);
        return new ProtobufMessage()
            .Double(EventFields.WallTime, wallTime)
            .Integer(EventFields.Step, point.Step)
            .Nested(EventFields.Summary, new ProtobufMessage().Nested(EventFields.SummaryValue, value))
            .ToArray();
    }

    private static ProtobufMessage Tensor(int type, int size)
    {
        var dimension = new ProtobufMessage().Integer(EventFields.DimensionSize, size);
        return new ProtobufMessage()
            .Integer(EventFields.TensorType, type)
            .Nested(EventFields.TensorShape, new ProtobufMessage().Nested(EventFields.ShapeDimension, dimension));
    }

    private static ProtobufMessage Metadata(string plugin, byte[]? content = null)
    {
        var data = new ProtobufMessage().String(EventFields.PluginName, plugin);
        if (content is not null) data.Bytes(EventFields.PluginContent, content);
        return new ProtobufMessage().Nested(EventFields.MetadataPlugin, data);
    }
}
