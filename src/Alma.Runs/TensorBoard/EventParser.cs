using Google.Protobuf;

namespace Alma.Runs.TensorBoard;

/// <summary>Decodes event messages; fields that Alma does not write are passed over.</summary>
internal static class EventParser
{
    public static TensorBoardEvent Parse(byte[] message)
    {
        var parsed = new TensorBoardEvent(0, 0, null, []);
        ForEachField(message, (field, input) =>
        {
            switch (field)
            {
                case EventFields.WallTime: parsed = parsed with { WallTime = input.ReadDouble() }; break;
                case EventFields.Step: parsed = parsed with { Step = input.ReadInt64() }; break;
                case EventFields.FileVersion: parsed = parsed with { FileVersion = input.ReadString() }; break;
                case EventFields.Summary: parsed = parsed with { Values = Values(Bytes(input)) }; break;
                default: input.SkipLastField(); break;
            }
        });
        return parsed;
    }

    private static List<TensorBoardValue> Values(byte[] summary)
    {
        var values = new List<TensorBoardValue>();
        ForEachField(summary, (field, input) =>
        {
            if (field == EventFields.SummaryValue)
                values.Add(Value(Bytes(input)));
            else
                input.SkipLastField();
        });
        return values;
    }

    private static TensorBoardValue Value(byte[] message)
    {
        var value = new TensorBoardValue("", null, null);
        ForEachField(message, (field, input) =>
        {
            switch (field)
            {
                case EventFields.ValueTag: value = value with { Tag = input.ReadString() }; break;
                case EventFields.ValueSimple: value = value with { Scalar = input.ReadFloat() }; break;
                case EventFields.ValueTensor: value = value with { Text = Text(Bytes(input)) }; break;
                case EventFields.ValueImage: value = value with { Image = Image(Bytes(input)) }; break;
                case EventFields.ValueMetadata: value = value with { PluginContent = PluginContent(Bytes(input)) }; break;
                default: input.SkipLastField(); break;
            }
        });
        return value;
    }

    private static string? Text(byte[] tensor)
    {
        string? text = null;
        ForEachField(tensor, (field, input) =>
        {
            if (field == EventFields.TensorString)
                text = input.ReadString();
            else
                input.SkipLastField();
        });
        return text;
    }

    private static TensorBoardImage Image(byte[] message)
    {
        var image = new TensorBoardImage(0, 0, 0, []);
        ForEachField(message, (field, input) =>
        {
            switch (field)
            {
                case EventFields.ImageHeight: image = image with { Height = input.ReadInt32() }; break;
                case EventFields.ImageWidth: image = image with { Width = input.ReadInt32() }; break;
                case EventFields.ImageColourSpace: image = image with { Channels = input.ReadInt32() }; break;
                case EventFields.ImageEncoded: image = image with { Png = Bytes(input) }; break;
                default: input.SkipLastField(); break;
            }
        });
        return image;
    }

    private static byte[]? PluginContent(byte[] metadata)
    {
        byte[]? content = null;
        ForEachField(metadata, (field, input) =>
        {
            if (field != EventFields.MetadataPlugin)
                input.SkipLastField();
            else
                ForEachField(Bytes(input), (inner, plugin) =>
                {
                    if (inner == EventFields.PluginContent)
                        content = Bytes(plugin);
                    else
                        plugin.SkipLastField();
                });
        });
        return content;
    }

    private static byte[] Bytes(CodedInputStream input) => input.ReadBytes().ToByteArray();

    private static void ForEachField(byte[] message, Action<int, CodedInputStream> read)
    {
        using var input = new CodedInputStream(message);
        for (uint tag; (tag = input.ReadTag()) != 0;)
            read(WireFormat.GetTagFieldNumber(tag), input);
    }
}
