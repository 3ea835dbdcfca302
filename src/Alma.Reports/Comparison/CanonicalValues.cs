using System.Globalization;
using Alma.Reports.Summary;

namespace Alma.Reports.Comparison;

/// <summary>
/// Makes values of several runs that are the same read the same: numbers that are equal get one text, and a key that one config leaves
/// to its default has that value beside configs that write it out.
/// </summary>
internal static class CanonicalValues
{
    private const double MaxExactInteger = 1L << 53;

    public static IReadOnlyList<RunSummary> Of(IReadOnlyList<RunSummary> runs)
    {
        List<string> keys = [.. runs.SelectMany(run => run.Config.Values.Keys).Distinct()];
        var texts = keys.ToDictionary(key => key, key => Texts(runs.Select(run => Found(run, key)).OfType<Value>()));
        return [.. runs.Select(run => With(run, keys, texts))];
    }

    private static RunSummary With(RunSummary run, List<string> keys, Dictionary<string, Dictionary<Value, string>> texts)
    {
        var values = new OrderedDictionary<string, string>();
        foreach (var key in run.Config.Values.Keys.Union(keys))
            if (Found(run, key) is { } found) values[key] = texts[key][found];
        return run with { Config = run.Config with { Values = values } };
    }

    /// <summary>
    /// For each value there is, the text that it gets: of several texts one that is written as a fraction,
    /// since the key then takes fractions.
    /// </summary>
    private static Dictionary<Value, string> Texts(IEnumerable<Value> values) => values
        .Distinct()
        .GroupBy(value => value.Identity)
        .SelectMany(same =>
            same.Select(value =>
                (value, Text: same.OrderBy(other => !other.Text.Contains('.'))
                    .ThenBy(other => other.Text.Length)
                    .ThenBy(other => other.Text, StringComparer.Ordinal)
                    .First().Text)))
        .ToDictionary(pair => pair.value, pair => pair.Text);

    private static Value? Found(RunSummary run, string key)
    {
        if (run.Config[key] is { } written) return new Value(written, run.Config.Quoted.Contains(key));
        return run.Manifest.Defaults.TryGetValue(key, out var otherwise) ? new Value(otherwise, IsText: false) : null;
    }

    private sealed record Value(string Text, bool IsText)
    {
        // A quoted text that looks like a number is none.
        public object Identity => IsText ? Text : Number(Text) ?? Text;
    }

    private static object? Number(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiDigit(text[^1]) || text[^1] == '.')) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
        return double.IsInteger(number) && Math.Abs(number) < MaxExactInteger ? (long)number : (object)number;
    }
}
