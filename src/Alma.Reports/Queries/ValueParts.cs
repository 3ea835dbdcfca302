using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Alma.Reports.Queries;

/// <summary>
/// Reads DuckDB's JSON of a list, a struct, a map or a union, which has NaN and infinities as bare words,
/// and numbers that begin with their point.
/// </summary>
internal static class ValueParts
{
    private static readonly JsonDocumentOptions options = new() { MaxDepth = 10_000 };
    private static readonly string[] bareWords = ["-Infinity", "Infinity", "NaN"];

    public static object? Read(string json)
    {
        using var parsed = JsonDocument.Parse(Mended(json), options);
        return Of(parsed.RootElement);
    }

    private static object? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Select(Of).ToList(),
        JsonValueKind.Object => OfMembers([.. element.EnumerateObject()]),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => Number(element.GetRawText()),
    };

    // The parts of a row have no names.
    private static object OfMembers(List<JsonProperty> members)
    {
        if (members.Count > 0 && members.TrueForAll(member => member.Name.Length == 0))
            return members.ConvertAll(member => Of(member.Value));
        var names = AnswerColumn.Distinct(members.ConvertAll(member => member.Name));
        return members.Select((member, k) => (Name: names[k], Value: Of(member.Value)))
            .ToDictionary(member => member.Name, member => member.Value);
    }

    private static object Number(string digits)
    {
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        var near = double.Parse(digits, CultureInfo.InvariantCulture);
        var shortest = near.ToString("R", CultureInfo.InvariantCulture);
        return digits == shortest || digits == shortest + ".0" ? near : ExactNumber.Of(digits);
    }

    private static string Mended(string json)
    {
        if (!json.Contains('.') && !bareWords.Any(json.Contains)) return json;
        var quoted = new StringBuilder(json.Length + 16);
        var isInText = false;
        for (var k = 0; k < json.Length;)
        {
            var word = isInText ? null : bareWords.FirstOrDefault(word => string.CompareOrdinal(json, k, word, 0, word.Length) == 0);
            if (json[k] == '"') isInText = !isInText;
            var length = word?.Length ?? (isInText && json[k] == '\\' ? 2 : 1);
            if (!isInText && json[k] == '.' && (k == 0 || !char.IsAsciiDigit(json[k - 1]))) quoted.Append('0');
            quoted.Append(word is null ? json.Substring(k, length) : $"\"{word}\"");
            k += length;
        }

        return quoted.ToString();
    }
}
