using System.Globalization;
using System.Text.RegularExpressions;
using Alma.Config.Overrides;

namespace Alma.Config.Sweeping;

/// <summary>Reads <c>range(...)</c>, <c>choice(...)</c>, <c>interval(...)</c> and <c>tag(log, interval(...))</c>.</summary>
internal static partial class SweepFunction
{
    private const int MostValues = 100_000;
    private const string Valid = "Valid: choice(a,b), range(start,stop,step), interval(from,to), tag(log, interval(from,to)).";

    public static bool IsIn(string value) => Form().IsMatch(value);

    public static SweptOverride Read(string value, Origin origin)
    {
        var call = Form().Match(value);
        var (name, inner) = (call.Groups["name"].Value, call.Groups["inner"].Value);
        if (name == "tag" && Logarithmic().Match(inner) is { Success: true } tagged)
            return Drawn(Interval(OverrideValue.Split(tagged.Groups["inner"].Value, origin), isLogarithmic: true, origin));
        return name switch
        {
            "choice" when inner.Trim().Length > 0 => Listed(OverrideValue.Split(inner, origin)),
            "range" => Listed(Range(OverrideValue.Split(inner, origin), origin)),
            "interval" => Drawn(Interval(OverrideValue.Split(inner, origin), isLogarithmic: false, origin)),
            _ => throw ConfigException.At(origin, $"found {name}(...). {Valid}"),
        };
    }

    private static SweptOverride Listed(IReadOnlyList<string> values) => new("", "", values, null, true);

    private static SweptOverride Drawn(SweptInterval interval) => new("", "", [], interval, true);

    /// <summary>Decimal fractions are added up exactly: range(0,1,0.1) has 0.3, not 0.30000000000000004.</summary>
    private static List<string> Range(IReadOnlyList<string> arguments, Origin origin)
    {
        var named = Named(arguments, ["start", "stop", "step"], origin);
        if (!named.ContainsKey("stop")) (named["stop"], named["start"]) = (named.GetValueOrDefault("start", ""), "0"); // range(stop)
        var (start, stop, step) = (Number(named, "start", origin), Number(named, "stop", origin), named.ContainsKey("step") ? Number(named, "step", origin) : 1);
        if (step == 0) throw ConfigException.At(origin, "the step of a range must not be 0.");
        var values = new List<string>();
        for (var value = start; step > 0 ? value < stop : value > stop; value += step)
        {
            values.Add(value.ToString(CultureInfo.InvariantCulture));
            if (values.Count > MostValues) throw ConfigException.At(origin, $"the range has more than {MostValues} values.");
        }

        return values.Count > 0 ? values : throw ConfigException.At(origin, "the range is empty: its stop, which is not part of it, is at or before its start.");
    }

    private static SweptInterval Interval(IReadOnlyList<string> arguments, bool isLogarithmic, Origin origin)
    {
        var named = Named(arguments, ["start", "end"], origin);
        var (from, to) = (Number(named, "start", origin), Number(named, "end", origin));
        if (from >= to) throw ConfigException.At(origin, "an interval's end must be above its start.");
        if (isLogarithmic && from <= 0) throw ConfigException.At(origin, "a logarithmic interval must start above 0.");
        var isWhole = named.Values.All(text => text.All(letter => char.IsAsciiDigit(letter) || letter is '-' or '+'));
        return new SweptInterval((double)from, (double)to, isWhole, isLogarithmic);
    }

    private static Dictionary<string, string> Named(IReadOnlyList<string> arguments, string[] names, Origin origin)
    {
        var named = new Dictionary<string, string>();
        for (var place = 0; place < arguments.Count; place++)
        {
            var parts = arguments[place].Split('=', 2, StringSplitOptions.TrimEntries);
            var name = parts.Length == 2 ? parts[0] : place < names.Length ? names[place] : "";
            if (!names.Contains(name) || !named.TryAdd(name, parts[^1])) throw ConfigException.At(origin, $"'{arguments[place]}' is out of place. {Valid}");
        }

        return named;
    }

    private static decimal Number(Dictionary<string, string> named, string name, Origin origin) =>
        named.TryGetValue(name, out var text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw ConfigException.At(origin, $"{name}: found '{text}', expected a number. {Valid}");

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z_]\w*)\s*\((?<inner>.*)\)\s*\z", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex(@"^\s*log\s*,\s*interval\s*\((?<inner>[^()]*)\)\s*\z")]
    private static partial Regex Logarithmic();
}
