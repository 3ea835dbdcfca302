using System.Text.RegularExpressions;
using Alma.Config.Overrides;
using Alma.Config.Yaml;

namespace Alma.Config.Sweeping;

/// <summary>The text of a value as an override takes it: read again, it gives the same value.</summary>
public static partial class OverrideText
{
    public static string Of(ConfigNode node) => node switch
    {
        ConfigScalar { Value: string text } => Of(text),
        ConfigScalar { Value: double.PositiveInfinity } => "inf",
        ConfigScalar { Value: double.NegativeInfinity } => "-inf",
        ConfigScalar { Value: double.NaN } => "nan",
        ConfigScalar scalar => YamlText.Of(scalar.Value),
        ConfigSequence list => $"[{string.Join(",", list.Items.Select(Of))}]",
        ConfigMapping section => $"{{{string.Join(",", section.Entries.Select(entry => $"{entry.Key}: {Of(entry.Value)}"))}}}",
        _ => throw new ArgumentException($"{node.GetType()} is not a node of a config.", nameof(node)),
    };

    /// <summary>Text is quoted where an override would read it as something else.</summary>
    public static string Of(string text) => PlainText().IsMatch(text) && OverrideScalarType.Resolve(text) is string
        ? text
        : $"'{text.Replace("'", "\\'", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^[\w./+-]+\z")]
    private static partial Regex PlainText();
}
