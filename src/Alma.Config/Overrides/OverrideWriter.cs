using System.Text;
using System.Text.RegularExpressions;
using Alma.Config.Yaml;

namespace Alma.Config.Overrides;

/// <summary>Values as an override takes them: read again, the text gives the same value.</summary>
internal static partial class OverrideWriter
{
    public static string Of(ConfigNode node) => node switch
    {
        ConfigScalar scalar => OfValue(scalar.Value),
        ConfigSequence list => OfList(list.Items.Select(Of)),
        ConfigMapping section => OfSection(section.Entries.Select(entry => (entry.Key, Of(entry.Value)))),
        _ => throw new ArgumentException($"{node.GetType()} is not a node of a config.", nameof(node)),
    };

    public static string OfValue(object? value) => value switch
    {
        string text => OfText(text),
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        double.NaN => "nan",
        _ => YamlText.Of(value),
    };

    public static string OfList(IEnumerable<string> items) => $"[{string.Join(",", items)}]";

    public static string OfSection(IEnumerable<(string Key, string Value)> entries) =>
        $"{{{string.Join(",", entries.Select(entry => $"{OfKey(entry.Key)}: {entry.Value}"))}}}";

    /// <summary>Text is quoted where it would be read as something else.</summary>
    public static string OfText(string text) =>
        PlainText().IsMatch(text) && OverrideScalarType.Resolve(text) is string ? text : Quoted(text);

    private static string OfKey(string key) => PlainText().IsMatch(key) ? key : Quoted(key);

    /// <summary>Only backslashes before a quote count: they double.</summary>
    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("'");
        var backslashes = 0;
        foreach (var letter in text)
        {
            if (letter == '\'') quoted.Append('\\', backslashes + 1);
            backslashes = letter == '\\' ? backslashes + 1 : 0;
            quoted.Append(letter);
        }

        return quoted.Append('\\', backslashes).Append('\'').ToString();
    }

    [GeneratedRegex(@"^[\w./+-]+\z")]
    private static partial Regex PlainText();
}
