using System.Text.Encodings.Web;
using System.Text.Json;

namespace Alma.Config.Overrides;

/// <summary>A value as Python's <c>json.dumps</c> writes it, all but ASCII by number.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(ConfigNode node) => node switch
    {
        ConfigSequence list => $"[{string.Join(", ", list.Items.Select(Of))}]",
        ConfigMapping section => $"{{{string.Join(", ", section.Entries.Select(entry => $"{Of(entry.Key)}: {Of(entry.Value)}"))}}}",
        ConfigScalar { Value: string text } => Of(text),
        ConfigScalar { Value: null } => "null",
        ConfigScalar { Value: bool flag } => flag ? "true" : "false",
        ConfigScalar { Value: double.NaN } => "NaN",
        ConfigScalar { Value: double.PositiveInfinity } => "Infinity",
        ConfigScalar { Value: double.NegativeInfinity } => "-Infinity",
        ConfigScalar scalar => PythonText.Of(scalar.Value),
        _ => throw new ArgumentException($"{node.GetType()} is not a node of a config.", nameof(node)),
    };

    private static string Of(string text) =>
        string.Concat(JsonSerializer.Serialize(text, relaxed).Select(letter => letter > '~' ? $"\\u{(int)letter:x4}" : letter.ToString()));
}
