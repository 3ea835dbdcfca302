using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Alma.Config.Overrides;

/// <summary>
/// <c>int</c>, <c>float</c>, <c>str</c>, <c>bool</c> and <c>json_str</c>: values as Python converts them, lists and sections item by item.
/// </summary>
internal static partial class Casts
{
    public static OverrideTerm Apply(FunctionCall call, Func<object?, object?> cast)
    {
        try
        {
            return Apply(Given(call), call, node => Cast(node, cast));
        }
        catch (FormatException misfit)
        {
            throw call.Wrong(misfit.Message);
        }
    }

    public static OverrideTerm Json(FunctionCall call) => Apply(Given(call), call, node => ConfigScalar.Of(JsonText.Of(node), node.Origin));

    public static object? Integer(object? value) => value switch
    {
        long => value,
        bool flag => flag ? 1L : 0L,
        double number when double.IsFinite(number) => Fitting(new BigInteger(number), value),
        string text when IntegerText().IsMatch(text) =>
            Fitting(BigInteger.Parse(Bare(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), value),
        _ => throw Misfit(value, "an integer"),
    };

    public static object? Float(object? value) => value switch
    {
        double => value,
        long whole => (double)whole,
        bool flag => flag ? 1.0 : 0.0,
        string text when SpecialText().Match(text) is { Success: true } special =>
            special.Groups["nan"].Success ? double.NaN : text.Contains('-') ? double.NegativeInfinity : double.PositiveInfinity,
        string text when FloatText().IsMatch(text) => double.Parse(Bare(text), CultureInfo.InvariantCulture),
        _ => throw Misfit(value, "a number"),
    };

    public static object? Text(object? value) => value switch
    {
        null => throw Misfit(value, "text"),
        bool flag => flag ? "true" : "false",
        _ => PythonText.Of(value),
    };

    public static object? Boolean(object? value) => value switch
    {
        bool => value,
        long whole => whole != 0,
        double number => number != 0,
        string text when bool.TryParse(text, out var flag) && text == text.Trim() => flag,
        _ => throw Misfit(value, "true or false"),
    };

    private static OverrideTerm Apply(OverrideTerm given, FunctionCall call, Func<ConfigNode, ConfigNode> cast) => given switch
    {
        ElementTerm element => ElementTerm.Of(cast(element.Node)),
        ChoiceTerm choice => choice with { Items = [.. choice.Items.Select(item => ElementTerm.Of(cast(item.Node)))] },
        RangeTerm range when call.Name == "int" =>
            range with { Start = decimal.Truncate(range.Start), Stop = decimal.Truncate(range.Stop), Step = decimal.Truncate(range.Step) },
        RangeTerm range when call.Name == "float" =>
            range with { Start = range.Start + 0.0m, Stop = range.Stop + 0.0m, Step = range.Step + 0.0m },
        IntervalTerm interval when call.Name == "int" =>
            interval with { From = decimal.Truncate(interval.From), To = decimal.Truncate(interval.To), IsWhole = true },
        IntervalTerm interval when call.Name == "float" => interval with { IsWhole = false },
        _ => throw call.Wrong(
            $"{OverrideFunctions.NameOf(given)}(...) cannot be cast to {call.Name}; a range or an interval can be cast to int or float."),
    };

    /// <summary>Several arguments are the choices of a sweep.</summary>
    private static OverrideTerm Given(FunctionCall call)
    {
        call.Accept("value");
        var named = call.Named.GetValueOrDefault("value");
        return (call.Positional, named) switch
        {
            ([], { } only) => only,
            ([var only], null) => only,
            ([_, _, ..], null) => new ChoiceTerm(call.Elements(), isSimple: true),
            _ => throw call.Wrong("expected the value to cast, once."),
        };
    }

    private static ConfigNode Cast(ConfigNode node, Func<object?, object?> cast)
    {
        if (node is ConfigSequence list) return new ConfigSequence(list.Origin, [.. list.Items.Select(item => Cast(item, cast))]);
        if (node is not ConfigMapping section) return ConfigScalar.Of(cast(((ConfigScalar)node).Value), node.Origin);
        var result = new ConfigMapping(section.Origin);
        foreach (var entry in section.Entries) result.Set(entry with { Value = Cast(entry.Value, cast) });
        return result;
    }

    private static long Fitting(BigInteger whole, object? value) =>
        whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : throw Misfit(value, "an integer of 64 bits");

    private static FormatException Misfit(object? value, string expected) =>
        new($"found {OverrideWriter.OfValue(value)}, expected {expected}.");

    private static string Bare(string text) => text.Trim().Replace("_", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*[+-]?[0-9](?:_?[0-9])*\s*\z")]
    private static partial Regex IntegerText();

    [GeneratedRegex(@"^\s*[+-]?(?:[0-9](?:_?[0-9])*\.?|(?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?\s*\z")]
    private static partial Regex FloatText();

    [GeneratedRegex(@"^\s*[+-]?(?:inf(?:inity)?|(?<nan>nan))\s*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SpecialText();
}

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
