using Alma.Config.Composition;
using Alma.Config.Overrides;

namespace Alma.Config.Sweeping;

/// <summary>
/// An override in Hydra's grammar for sweeps: <c>key=1,2,3</c>, <c>key=range(1,10)</c> and <c>key=choice(a,b)</c> give a key several
/// values, one a run; <c>key=interval(0.1,1)</c> is for random search. Any other override gives one.
/// </summary>
/// <param name="Sign">Empty, <c>+</c>, <c>++</c> or <c>~</c>.</param>
/// <param name="Key">The dotted path.</param>
/// <param name="Values">As they are typed in an override; empty for an interval, and for <c>~key</c>, which has none.</param>
/// <param name="Interval">What a random search draws from, or null.</param>
/// <param name="IsSwept">Whether it is meant to differ between runs.</param>
public sealed record SweptOverride(string Sign, string Key, IReadOnlyList<string> Values, SweptInterval? Interval, bool IsSwept)
{
    /// <summary>Whether it speaks of Hydra and of launchers, not of the runs.</summary>
    public bool IsOfHydra => HydraSection.IsKey(Key);

    /// <exception cref="ConfigException">It is no override, or its function or list is not understood.</exception>
    public static SweptOverride Parse(string text)
    {
        var origin = Origin.OnCommandLine(text);
        var match = Override.Form().Match(text);
        var (sign, value) = (match.Groups["sign"].Value, match.Groups["value"]);
        if (!match.Success || (sign != "~" && !value.Success)) throw ConfigException.At(origin, Override.Grammar);
        var key = match.Groups["key"].Value;
        if (!value.Success) return new SweptOverride(sign, key, [], null, false);
        if (SweepFunction.IsIn(value.Value)) return SweepFunction.Read(value.Value, origin) with { Sign = sign, Key = key };
        var values = OverrideValue.Split(value.Value, origin);
        if (sign == "~" && values.Count > 1) throw ConfigException.At(origin, "a key is removed in all runs or in none: give it one value or none.");
        return new SweptOverride(sign, key, values, null, values.Count > 1);
    }

    /// <summary>The override that gives the key one of the values.</summary>
    public string With(string value) => $"{Sign}{Key}={value}";

    /// <summary>The override of all runs alike.</summary>
    public string Fixed() => Values is [var value] ? With(value) : $"{Sign}{Key}";
}
