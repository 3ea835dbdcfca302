using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Alma.Config.Yaml;

/// <summary>
/// What an unquoted YAML text means: YAML 1.1 as PyYAML reads it, with OmegaConf's changes (<c>1e-4</c> is a number, dates are text).
/// </summary>
internal static partial class YamlScalarType
{
    // No number that a config needs has more.
    private const int MaxDigits = 400;

    public static object? Resolve(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL") return null;
        if (TrueText().IsMatch(text)) return true;
        if (FalseText().IsMatch(text)) return false;
        if (IntegerText().IsMatch(text)) return Integer(text.Replace("_", "", StringComparison.Ordinal));
        return FloatText().IsMatch(text) ? Float(text.Replace("_", "", StringComparison.Ordinal)) : text;
    }

    /// <summary>Beyond 64 bits no option takes it for an integer: it is a fraction where it is decimal, else text.</summary>
    private static object Integer(string text)
    {
        var digits = text.TrimStart('+', '-');
        var isDecimal = digits.All(char.IsAsciiDigit) && digits is not ['0', _, ..];
        if (digits.Length > MaxDigits) return isDecimal ? Double(text) : text;
        var size = digits switch
        {
            ['0', 'b', .. var binary] => Whole(binary, 2),
            ['0', 'x', .. var hexadecimal] => Whole(hexadecimal, 16),
            _ when digits.Contains(':') => digits.Split(':').Aggregate(BigInteger.Zero, (sum, part) => (sum * 60) + Whole(part, 10)),
            ['0', _, ..] => Whole(digits, 8),
            _ => Whole(digits, 10),
        };
        var whole = text[0] == '-' ? -size : size;
        return whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : isDecimal ? Double(text) : text;
    }

    private static BigInteger Whole(string digits, int radix) =>
        digits.Aggregate(BigInteger.Zero, (sum, digit) => (sum * radix) + Convert.ToInt32(digit.ToString(), 16));

    private static double Float(string text) => text.ToUpperInvariant() switch
    {
        ".INF" or "+.INF" => double.PositiveInfinity,
        "-.INF" => double.NegativeInfinity,
        ".NAN" => double.NaN,
        var number when number.Contains(':') => Sexagesimal(number),
        var number => Double(number),
    };

    private static double Sexagesimal(string text)
    {
        var size = text.TrimStart('+', '-').Split(':').Aggregate(0.0, (sum, part) => (sum * 60) + Double(part));
        return text[0] == '-' ? -size : size;
    }

    private static double Double(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)\z")]
    private static partial Regex TrueText();

    [GeneratedRegex(@"^(?:no|No|NO|false|False|FALSE|off|Off|OFF)\z")]
    private static partial Regex FalseText();

    [GeneratedRegex(@"^[-+]?(?:0b[01][01_]*|0[0-7_]*|[1-9][0-9_]*|0x[0-9a-fA-F][0-9a-fA-F_]*|[1-9][0-9_]*(?::[0-5]?[0-9])+)\z")]
    private static partial Regex IntegerText();

    [GeneratedRegex(@"^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
        + @"|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?"
        + @"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z")]
    private static partial Regex FloatText();
}
