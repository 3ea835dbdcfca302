using System.Globalization;
using System.Text.RegularExpressions;

namespace Alma.Config.Overrides;

/// <summary>
/// What an unquoted text means in an override. It differs from YAML: <c>yes</c> and <c>007</c> are text, <c>inf</c> is a number.
/// </summary>
internal static partial class OverrideScalarType
{
    public static object? Resolve(string text)
    {
        var number = text.Replace("_", "", StringComparison.Ordinal);
        return text.ToUpperInvariant() switch
        {
            "NULL" => null,
            "TRUE" => true,
            "FALSE" => false,
            "INF" or "+INF" => double.PositiveInfinity,
            "-INF" => double.NegativeInfinity,
            "NAN" or "+NAN" or "-NAN" => double.NaN,
            _ when IntegerText().IsMatch(text) && long.TryParse(number, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when IntegerText().IsMatch(text) || FloatText().IsMatch(text) => double.Parse(number, CultureInfo.InvariantCulture),
            _ => text,
        };
    }

    [GeneratedRegex(@"^[+-]?(?:0|[1-9](?:_?[0-9])*)\z")]
    private static partial Regex IntegerText();

    [GeneratedRegex(@"^[+-]?(?:(?:0|[1-9](?:_?[0-9])*)\.?|(?:0|[1-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?\z")]
    private static partial Regex FloatText();
}
