using System.Globalization;
using System.Text.Json;
using Alma.Serving.Models;

namespace Alma.Serving.Protocol;

/// <summary>
/// Writes what a model says as a person reads it: <c>{"class": "7", "probability": 0.98, "probabilities": {"7": 0.98, ...}}</c>, the most
/// probable class first; of an array of rows an array, <c>predictions</c>. Columns whose category the model does not know
/// are told: <c>unknown_categories</c>.
/// </summary>
internal static class PersonalAnswer
{
    /// <param name="top">How many probabilities are told of each example.</param>
    public static void Write(
        PooledBuffer body, string model, int version, PersonalRequest request, Predictions predictions, IReadOnlyList<string> classNames,
        int top)
    {
        using var json = new Utf8JsonWriter(body, InferenceWriter.Plain);
        json.WriteStartObject();
        if (request.AreMany)
        {
            json.WriteStartArray("predictions");
            for (var k = 0; k < predictions.Count; k++)
            {
                json.WriteStartObject();
                WriteExample(json, predictions, k, classNames, top);
                WriteUnknown(json, request, k);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
        else
        {
            WriteExample(json, predictions, 0, classNames, top);
            WriteUnknown(json, request, 0);
        }

        json.WriteString("model", model);
        json.WriteString("version", version.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteUnknown(Utf8JsonWriter json, PersonalRequest request, int example)
    {
        if (example >= request.UnknownCategories.Count || request.UnknownCategories[example] is not [_, ..] columns) return;
        json.WriteStartArray("unknown_categories");
        foreach (var column in columns) json.WriteStringValue(column);
        json.WriteEndArray();
    }

    private static void WriteExample(Utf8JsonWriter json, Predictions predictions, int example, IReadOnlyList<string> names, int top)
    {
        var probabilities = predictions.ProbabilitiesOf(example).ToArray();
        var label = (int)Math.Clamp(predictions.Labels[example], 0, probabilities.Length - 1);
        json.WriteString("class", names[label]);
        json.WritePropertyName("probability");
        InferenceWriter.WriteNumber(json, probabilities[label]);
        json.WriteStartObject("probabilities");
        foreach (var k in Enumerable.Range(0, probabilities.Length).OrderByDescending(k => probabilities[k]).Take(top))
        {
            json.WritePropertyName(names[k]);
            InferenceWriter.WriteNumber(json, probabilities[k]);
        }

        json.WriteEndObject();
    }
}
