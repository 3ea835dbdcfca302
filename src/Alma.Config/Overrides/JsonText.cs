using System.Text.Encodings.Web;
using System.Text.Json;
using Alma.Config.Drafts;

namespace Alma.Config.Overrides;

/// <summary>A value as Python's <c>json.dumps</c> writes it, all but ASCII by number.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(DraftNode node) => node switch
    {
        DraftSequence list => $"[{string.Join(", ", list.Items.Select(Of))}]",
        DraftMapping section => $"{{{string.Join(", ", section.Entries.Select(entry => $"{Of(entry.Key)}: {Of(entry.Value)}"))}}}",
        DraftScalar { Value: string text } => Of(text),
        DraftScalar { Value: null } => "null",
        DraftScalar { Value: bool flag } => flag ? "true" : "false",
        DraftScalar { Value: double.NaN } => "NaN",
        DraftScalar { Value: double.PositiveInfinity } => "Infinity",
        DraftScalar { Value: double.NegativeInfinity } => "-Infinity",
        DraftScalar scalar => PythonText.Of(scalar.Value),
        _ => throw new ArgumentException($"{node.GetType()} is not a node of a draft.", nameof(node)),
    };

    private static string Of(string text) =>
        string.Concat(JsonSerializer.Serialize(text, relaxed).Select(letter => letter > '~' ? $"\\u{(int)letter:x4}" : letter.ToString()));
}
