using System.Globalization;
using System.Text.Json;
using Alma.Serving.Models;

namespace Alma.Serving.Protocol;

/// <summary>
/// Reads the body of an inference request: JSON alone, or JSON of a stated length with the tensor's bytes behind it (Triton's binary
/// extension). kserve/open-inference-protocol, inference_rest.md; triton-inference-server/server, extension_binary_data.md.
/// </summary>
internal static class InferenceReader
{
    private const int MostOutputs = 16;
    private const int LongestId = 1000;
    private const int MostResults = 1 << 23;

    /// <param name="body">All of it. The values that are read may lie in it.</param>
    /// <param name="jsonLength">What the header <c>Inference-Header-Content-Length</c> says; null without one.</param>
    /// <param name="classCount">K.</param>
    /// <exception cref="RequestException">It is malformed, or asks for what the model does not take or give.</exception>
    public static InferenceRequest Read(ArraySegment<byte> body, string? jsonLength, ModelInput input, int classCount)
    {
        var length = body.Count;
        if (jsonLength is not null
            && !(int.TryParse(jsonLength, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= body.Count))
            throw RequestException.Malformed(
                $"Inference-Header-Content-Length is '{Shown(jsonLength)}'; valid is a number of bytes up to the body's {body.Count}.");
        var values = new TensorValues(input);
        try
        {
            var fields = ReadFields(body.AsSpan(0, length), values);
            return Checked(fields, values, body[length..], classCount);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or FormatException)
        {
            values.Return();
            throw RequestException.Malformed(malformed is JsonException { LineNumber: { } line, BytePositionInLine: { } place }
                ? $"The body is no JSON of an inference request: line {line + 1}, byte {place + 1}."
                : "The body is no JSON of an inference request: a text is no text, or a number none.");
        }
        catch
        {
            values.Return();
            throw;
        }
    }

    private static Fields ReadFields(ReadOnlySpan<byte> json, TensorValues values)
    {
        var reader = new Utf8JsonReader(json);
        var fields = new Fields();
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "The body is no JSON object.");
        while (Next(ref reader, out var name))
            switch (name)
            {
                case "id": fields.Id = Text(ref reader, name, LongestId); break;
                case "inputs": ReadInputs(ref reader, fields, values); break;
                case "outputs": ReadOutputs(ref reader, fields); break;
                case "parameters": ReadParameters(ref reader, "binary_data_output", ref fields.AreBinary); break;
                default: reader.Skip(); break;
            }

        Expect(!reader.Read(), "There is something behind the JSON object.");
        return fields;
    }

    private static void ReadInputs(ref Utf8JsonReader reader, Fields fields, TensorValues values)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, "inputs is no array.");
        Expect(fields.InputCount == 0, "inputs is there twice.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.StartObject, "An input is no object.");
            Expect(++fields.InputCount == 1, $"There are several inputs; the model has one, '{ModelSignature.InputName}'.");
            while (Next(ref reader, out var name))
                switch (name)
                {
                    case "name": fields.Name = Text(ref reader, name); break;
                    case "datatype": fields.Type = Text(ref reader, name); break;
                    case "shape": ReadShape(ref reader, fields.Shape); break;
                    case "data": values.Read(ref reader); break;
                    case "parameters": ReadParameters(ref reader, "binary_data_size", ref fields.BinarySize); break;
                    default: reader.Skip(); break;
                }
        }
    }

    private static void ReadShape(ref Utf8JsonReader reader, List<long> shape)
    {
        const int mostSides = 8;
        Expect(reader.TokenType == JsonTokenType.StartArray, "shape is no array.");
        shape.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(
                reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out _) && shape.Count < mostSides,
                "shape holds something else than up to 8 whole numbers.");
            shape.Add(reader.GetInt64());
        }
    }

    private static void ReadOutputs(ref Utf8JsonReader reader, Fields fields)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, "outputs is no array.");
        fields.Outputs.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.StartObject, "An output is no object.");
            Expect(fields.Outputs.Count < MostOutputs, $"There are more than {MostOutputs} outputs.");
            string? output = null;
            bool? isBinary = null;
            while (Next(ref reader, out var name))
                switch (name)
                {
                    case "name": output = Text(ref reader, name); break;
                    case "parameters": ReadParameters(ref reader, "binary_data", ref isBinary); break;
                    default: reader.Skip(); break;
                }

            if (output is null || !ModelSignature.OutputNames.Contains(output))
                throw RequestException.Malformed(
                    $"There is no output '{Shown(output ?? "")}'; valid are {string.Join(", ", ModelSignature.OutputNames)}.");
            fields.Outputs.Add((output, isBinary));
        }
    }

    private static void ReadParameters(ref Utf8JsonReader reader, string wanted, ref bool? value)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, "parameters is no object.");
        while (Next(ref reader, out var name))
            if (name == wanted)
            {
                Expect(reader.TokenType is JsonTokenType.True or JsonTokenType.False, $"{wanted} is neither true nor false.");
                value = reader.TokenType == JsonTokenType.True;
            }
            else
            {
                reader.Skip();
            }
    }

    private static void ReadParameters(ref Utf8JsonReader reader, string wanted, ref long? value)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, "parameters is no object.");
        while (Next(ref reader, out var name))
            if (name == wanted)
            {
                Expect(reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out _), $"{wanted} is no number of bytes.");
                value = reader.GetInt64();
            }
            else
            {
                reader.Skip();
            }
    }

    private static InferenceRequest Checked(Fields fields, TensorValues values, ArraySegment<byte> behind, int classCount)
    {
        var input = values.Input;
        if (fields.InputCount != 1 || fields.Name != ModelSignature.InputName)
            throw RequestException.Malformed(
                $"Found {(fields.InputCount == 0 ? "no input" : $"the input '{Shown(fields.Name ?? "")}'")}; the model has one, "
                + $"'{ModelSignature.InputName}'.");
        if (fields.Type != ProtocolTensors.DataType(input))
            throw RequestException.Malformed($"datatype is '{Shown(fields.Type ?? "")}'; valid is {ProtocolTensors.DataType(input)}.");
        RequireShape(fields.Shape, ProtocolTensors.Sides(input), classCount);
        var count = (int)fields.Shape[0];
        var isBinary = fields.BinarySize is not null;
        if (isBinary) values.Take(behind, fields.BinarySize!.Value);
        else Expect(behind.Count == 0, "There are bytes behind the JSON, but the input has no binary_data_size.");
        values.RequireCount(count);
        return new InferenceRequest(fields.Id, count, values.Bytes, fields.Asked()) { Rented = values.Rented };
    }

    private static void RequireShape(List<long> shape, long[] sides, int classCount)
    {
        var most = Math.Min(ServingOptions.MaxExamples, MostResults / classCount);
        if (shape.Count != sides.Length + 1 || !shape.Skip(1).SequenceEqual(sides) || shape[0] < 1 || shape[0] > most)
            throw RequestException.Malformed(
                $"shape is ({string.Join(", ", shape)}); valid is (N, {string.Join(", ", sides)}) with N from 1 to {most}.");
    }

    // To the value of the next property.
    private static bool Next(ref Utf8JsonReader reader, out string name)
    {
        name = "";
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject) return false;
        name = reader.GetString()!;
        return reader.Read();
    }

    private static string Text(ref Utf8JsonReader reader, string name, int most = int.MaxValue)
    {
        Expect(reader.TokenType == JsonTokenType.String, $"{name} is no text.");
        var text = reader.GetString()!;
        Expect(text.Length <= most, $"{name} is longer than {most} letters.");
        return text;
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition) throw RequestException.Malformed(otherwise);
    }

    private static string Shown(string text) => text.Length > 60 ? text[..60] + "..." : text;

    private sealed class Fields
    {
        public string? Id;
        public int InputCount;
        public string? Name;
        public string? Type;
        public long? BinarySize;
        public bool? AreBinary;

        public List<long> Shape { get; } = [];

        public List<(string Name, bool? IsBinary)> Outputs { get; } = [];

        public IReadOnlyList<RequestedOutput> Asked()
        {
            var isBinary = AreBinary ?? false;
            return Outputs.Count == 0
                ? [.. ModelSignature.OutputNames.Select(name => new RequestedOutput(name, isBinary))]
                : [.. Outputs.Select(output => new RequestedOutput(output.Name, output.IsBinary ?? isBinary))];
        }
    }
}
