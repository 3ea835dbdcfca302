using System.Globalization;
using Alma.Config.Yaml;

namespace Alma.Config.Overrides;

/// <summary>An argument of a function, by place or by name.</summary>
internal sealed record FunctionArgument(string? Name, OverrideTerm Term);

/// <summary>A function in an override, with what it was given.</summary>
internal sealed class FunctionCall
{
    // Steps are added up without an overflow.
    private const decimal LargestNumber = 1e24m;

    private readonly Origin origin;

    public FunctionCall(string name, IReadOnlyList<FunctionArgument> arguments, string text, Origin origin)
    {
        (Name, Text, this.origin) = (name, text, origin);
        Positional = [.. arguments.TakeWhile(argument => argument.Name is null).Select(argument => argument.Term)];
        foreach (var (argument, term) in arguments.Skip(Positional.Count))
        {
            if (argument is null) throw Wrong("a positional argument follows a named one.");
            if (!Named.TryAdd(argument, term)) throw Wrong($"{argument} is given twice.");
        }
    }

    public string Name { get; }

    /// <summary>The whole call, as it was typed.</summary>
    public string Text { get; }

    public IReadOnlyList<OverrideTerm> Positional { get; }

    public Dictionary<string, OverrideTerm> Named { get; } = [];

    /// <summary>The arguments under the names of their places.</summary>
    /// <param name="names">In the order of the places.</param>
    public Dictionary<string, OverrideTerm> ByName(params string[] names)
    {
        if (Positional.Count > names.Length) throw Wrong($"at most {names.Length} arguments are possible: {string.Join(", ", names)}.");
        Accept(names);
        var given = Positional.Select((term, place) => (Name: names[place], term)).ToDictionary(pair => pair.Name, pair => pair.term);
        foreach (var (name, term) in Named)
            if (!given.TryAdd(name, term)) throw Wrong($"{name} is given twice.");
        return given;
    }

    /// <summary>Refuses arguments of other names.</summary>
    public void Accept(params string[] names)
    {
        if (Named.Keys.Except(names).FirstOrDefault() is not { } other) return;
        throw Wrong(
            "there is no argument "
            + $"'{other}'{(names.Length == 0 ? "; quote a value that has a '='" : $". Valid: {string.Join(", ", names)}")}.");
    }

    public IReadOnlyList<ElementTerm> Elements() => [.. Positional.Select(term =>
        term as ElementTerm ?? throw Wrong($"{OverrideFunctions.NameOf(term)}(...) cannot be one of several values."))];

    /// <summary>With a scale where it was no integer.</summary>
    public decimal Number(Dictionary<string, OverrideTerm> given, string name, decimal? otherwise = null)
    {
        if (!given.TryGetValue(name, out var term)) return otherwise ?? throw Wrong($"{name} is missing.");
        if (term is ElementTerm { Node: ConfigScalar { Value: long or double } scalar }
            && Exact(scalar) is { } number
            && Math.Abs(number) <= LargestNumber)
            return number;
        throw Wrong(
            $"{name}: found {(term is ElementTerm element ? $"'{element.Text}'" : $"{OverrideFunctions.NameOf(term)}(...)")}, "
            + "expected a finite number.");
    }

    public ConfigException Wrong(string problem) => ConfigException.At(origin, $"{Name}(...): {problem}");

    private static decimal? Exact(ConfigScalar scalar)
    {
        if (scalar.Value is long whole) return whole;
        var number = (double)scalar.Value!;
        var written = scalar.Written?.Replace("_", "", StringComparison.Ordinal)
            ?? (double.IsFinite(number) ? YamlText.OfFinite(number) : "");
        return !decimal.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? null
            : exact.Scale == 0 ? exact + 0.0m
            : exact;
    }
}
