using System.Globalization;
using Alma.Config.Overrides;

namespace Alma.Config.Sweeping;

/// <summary>
/// An override in Hydra's grammar for sweeps: <c>key=1,2,3</c>, <c>key=range(1,10)</c> and <c>key=choice(a,b)</c> give a key several
/// values, one a run; <c>key=interval(0.1,1)</c> is for random search. Any other override gives one.
/// </summary>
/// <param name="Sign">Empty, <c>+</c>, <c>++</c> or <c>~</c>.</param>
/// <param name="Key">The dotted path, or a group of files and where they come to stand.</param>
/// <param name="Values">As they are typed in an override; empty for an interval, and for <c>~key</c>, which has none.</param>
/// <param name="Interval">What a random search draws from, or null.</param>
/// <param name="IsSwept">Whether it is meant to differ between runs.</param>
public sealed record SweptOverride(string Sign, string Key, IReadOnlyList<string> Values, SweptInterval? Interval, bool IsSwept)
{
    /// <summary>Whether it speaks of Hydra and of launchers, not of the runs.</summary>
    public bool IsOfHydra => HydraSection.IsKey(Key);

    /// <exception cref="ConfigException">It is no override, or its function or list is not understood.</exception>
    public static SweptOverride Parse(string text) => Of(OverrideForm.Read(text));

    /// <summary>The override that gives the key one of the values.</summary>
    public string With(string value) => $"{Sign}{Key}={value}";

    /// <summary>The override of all runs alike.</summary>
    public string Fixed() => Values is [var value] ? With(value) : $"{Sign}{Key}";

    internal static SweptOverride Of(OverrideForm form)
    {
        var key = form.Package is null ? form.Key : $"{form.Key}@{form.Package}";
        if (form is { Sign: "~", Term: SweepTerm or GlobTerm })
            throw ConfigException.At(form.Origin, "a key is removed in all runs or in none: give it one value or none.");
        return form.Term switch
        {
            null => new SweptOverride(form.Sign, key, [], null, false),
            ElementTerm element => new SweptOverride(form.Sign, key, [element.Text], null, false),
            ExtensionTerm added => new SweptOverride(form.Sign, key, [added.Text], null, false),
            ChoiceTerm choice => new SweptOverride(form.Sign, key, [.. choice.Items.Select(item => item.Text)], null, true),
            RangeTerm range => new SweptOverride(form.Sign, key, SweptRange.Values(range, form.Origin), null, true),
            IntervalTerm interval => new SweptOverride(form.Sign, key, [], SweptInterval.Of(interval, form.Origin), true),
            _ => throw ConfigException.At(
                form.Origin,
                "glob(...) chooses among the files of a group; it is possible only where 'alma sweep' is typed, not in a file."),
        };
    }
}

/// <summary>The numbers of a range. Decimal fractions are added up exactly: range(0,1,0.1) has 0.3, not 0.30000000000000004.</summary>
internal static class SweptRange
{
    private const int MaxValues = 100_000;

    public static IReadOnlyList<string> Values(RangeTerm range, Origin origin)
    {
        if (range.Step == 0) throw ConfigException.At(origin, "the step of a range must not be 0.");
        var values = new List<string>();
        for (var value = range.Start; range.Step > 0 ? value < range.Stop : value > range.Stop; value += range.Step)
        {
            values.Add((value == 0 ? Math.Abs(value) : value).ToString(CultureInfo.InvariantCulture)); // there is a -0.0
            if (values.Count > MaxValues) throw ConfigException.At(origin, $"the range has more than {MaxValues} values.");
        }

        if (values.Count == 0)
            throw ConfigException.At(origin, "the range is empty: its stop, which is not part of it, is at or before its start.");
        return range.IsShuffled ? [.. Orderings.Shuffled(values, value => value)] : values;
    }
}
