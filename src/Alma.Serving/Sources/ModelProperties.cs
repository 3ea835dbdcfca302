using Alma.Files;
using Alma.Serving.Models;
using Google.Protobuf;

namespace Alma.Serving.Sources;

/// <summary>What the metadata of a file of ONNX says of its version, read without opening the model.</summary>
internal sealed record ModelProperties(int? Megabatch, double? TestError)
{
    // onnx.proto
    private const int MetadataField = 14;
    private const int KeyField = 1;
    private const int ValueField = 2;
    private const int MostEntries = 10_000;

    /// <summary>Of what is no model, or a damaged one, nothing: who opens it says so.</summary>
    public static ModelProperties Read(string path)
    {
        try
        {
            using var file = RegularFile.Open(path);
            var metadata = ModelMetadata.Read(Entries(file), path);
            return new(metadata.Megabatch, metadata.TestError);
        }
        catch (Exception unfit) when (unfit is InvalidProtocolBufferException or ModelException or FileNotFoundException)
        {
            return new(null, null);
        }
    }

    private static Dictionary<string, string> Entries(Stream file)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        using var input = new CodedInputStream(file, leaveOpen: true);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            if (WireFormat.GetTagFieldNumber(tag) != MetadataField || WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
            {
                input.SkipLastField();
                continue;
            }

            var (key, value) = Entry(input.ReadBytes());
            if (entries.Count < MostEntries) entries[key] = value;
        }

        return entries;
    }

    private static (string Key, string Value) Entry(ByteString message)
    {
        var (key, value) = ("", "");
        using var input = message.CreateCodedInput();
        for (uint tag; (tag = input.ReadTag()) != 0;)
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case KeyField: key = input.ReadString(); break;
                case ValueField: value = input.ReadString(); break;
                default: input.SkipLastField(); break;
            }

        return (key, value);
    }
}
