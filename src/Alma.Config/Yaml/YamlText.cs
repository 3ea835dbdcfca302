using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Alma.Config.Yaml;

/// <summary>The canonical text of one value: read again, it gives the same value.</summary>
internal static partial class YamlText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double.PositiveInfinity => ".inf",
        double.NegativeInfinity => "-.inf",
        double.NaN => ".nan",
        double number => OfFinite(number),
        string text => OfText(InterpolatedText.Escaped(text)),
        _ => throw new ArgumentException($"{value.GetType()} is not a value of a config.", nameof(value)),
    };

    /// <summary>Quoted also where it would read as a number: other YAML readers give such keys another type.</summary>
    public static string OfText(string text)
    {
        if (PlainText().IsMatch(text) && YamlScalarType.Resolve(text) is string) return text;
        return SingleQuotable().IsMatch(text) ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : DoubleQuoted(text);
    }

    /// <summary>Without a point or an exponent it would read as an integer.</summary>
    public static string OfFinite(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.Contains('.') || text.Contains('e') ? text : text + ".0";
    }

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                >= ' ' and <= '~' => rune.ToString(),
                _ => $"\\U{rune.Value:X8}",
            });
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^[a-zA-Z_./~](?:[a-zA-Z0-9_./~+-]| (?=[a-zA-Z0-9_./~]))*\z")]
    private static partial Regex PlainText();

    [GeneratedRegex(@"^[ -~]*\z")]
    private static partial Regex SingleQuotable();
}
