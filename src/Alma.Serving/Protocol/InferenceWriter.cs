using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alma.Serving.Models;

namespace Alma.Serving.Protocol;

/// <summary>Writes the body of an inference response, with outputs as bytes behind the JSON where they are asked for so.</summary>
internal static class InferenceWriter
{
    /// <summary>As people read it: the type of the content keeps a browser from taking it for a page.</summary>
    internal static readonly JsonWriterOptions Plain = new()
    {
        SkipValidation = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>The length of the JSON where bytes follow it; else null.</returns>
    public static int? Write(PooledBuffer body, string model, int version, InferenceRequest request, Predictions predictions)
    {
        using (var json = new Utf8JsonWriter(body, Plain))
        {
            json.WriteStartObject();
            json.WriteString("model_name", model);
            json.WriteString("model_version", version.ToString(CultureInfo.InvariantCulture));
            if (request.Id is not null) json.WriteString("id", request.Id);
            json.WriteStartArray("outputs");
            foreach (var output in request.Outputs) WriteOutput(json, output, predictions);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (!request.Outputs.Any(output => output.IsBinary)) return null;
        var length = body.Length;
        foreach (var output in request.Outputs.Where(output => output.IsBinary)) body.Write(Bytes(output.Name, predictions));
        return length;
    }

    private static void WriteOutput(Utf8JsonWriter json, RequestedOutput output, Predictions predictions)
    {
        var isLabel = output.Name == ModelSignature.LabelName;
        json.WriteStartObject();
        json.WriteString("name", output.Name);
        json.WriteString("datatype", ProtocolTensors.DataType(output.Name));
        json.WriteStartArray("shape");
        json.WriteNumberValue(predictions.Count);
        if (!isLabel) json.WriteNumberValue(predictions.ClassCount);
        json.WriteEndArray();
        if (output.IsBinary)
        {
            json.WriteStartObject("parameters");
            json.WriteNumber("binary_data_size", Bytes(output.Name, predictions).Length);
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("data");
            if (isLabel)
                foreach (var label in predictions.Labels) json.WriteNumberValue(label);
            else
                foreach (var value in Values(output.Name, predictions)) WriteNumber(json, value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>JSON has no word for what is no number.</summary>
    internal static void WriteNumber(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }

    private static float[] Values(string output, Predictions predictions) =>
        output == ModelSignature.LogitsName ? predictions.Logits : predictions.Probabilities;

    private static ReadOnlySpan<byte> Bytes(string output, Predictions predictions) => output == ModelSignature.LabelName
        ? MemoryMarshal.AsBytes(predictions.Labels.AsSpan())
        : MemoryMarshal.AsBytes(Values(output, predictions).AsSpan());
}
