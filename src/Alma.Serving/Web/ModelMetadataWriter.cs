using System.Globalization;
using System.Text.Json;
using Alma.Serving.Models;
using Alma.Serving.Protocol;

namespace Alma.Serving.Web;

/// <summary>What the protocol says of a model: its tensors and versions; under <c>parameters</c> what it does not foresee.</summary>
internal static class ModelMetadataWriter
{
    public static void Write(Utf8JsonWriter json, ModelServer server, OnnxModel model)
    {
        json.WriteString("name", server.Name);
        json.WriteStartArray("versions");
        foreach (var file in server.Versions.Files) json.WriteStringValue(Text(file.Version));
        json.WriteEndArray();
        json.WriteString("platform", "onnx_onnxv1");
        json.WriteStartArray("inputs");
        Write(json, ModelSignature.InputName, ProtocolTensors.DataType(model.Input), ProtocolTensors.Sides(model.Input));
        json.WriteEndArray();
        json.WriteStartArray("outputs");
        foreach (var output in ModelSignature.OutputNames)
            Write(json, output, ProtocolTensors.DataType(output), output == ModelSignature.LabelName ? [] : [model.ClassNames.Count]);
        json.WriteEndArray();
        json.WriteStartObject("parameters");
        if (server.ChampionVersion is { } champion) json.WriteString("champion", Text(champion));
        if (model.Metadata.TestError is { } error) json.WriteNumber("test_error", error);
        json.WriteStartArray("class_names");
        foreach (var name in model.ClassNames) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string type, long[] sides)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("datatype", type);
        json.WriteStartArray("shape");
        json.WriteNumberValue(-1);
        foreach (var side in sides) json.WriteNumberValue(side);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);
}
