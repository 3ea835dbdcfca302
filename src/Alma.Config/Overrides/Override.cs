
namespace Alma.Config.Overrides;

internal enum OverrideKind
{
    Change,
    Add,
    AddOrChange,
    Delete,
    ExtendList,
}

/// <summary>One change of the config typed on the command line, in Hydra's grammar.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Key">The dotted path, or a group of files.</param>
/// <param name="Package">Where the group's file comes to stand, after an <c>@</c>, or null.</param>
/// <param name="Value">Null where none is given.</param>
/// <param name="Origin">As it was typed.</param>
internal sealed record Override(OverrideKind Kind, string Key, string? Package, ConfigNode? Value, Origin Origin)
{
    internal const string Grammar =
        "expected key=value (change), +key=value (add), ++key=value (add or change) or ~key (delete), without spaces before '='.";

    // All together.
    private const int MaxCharacters = 1 << 16;

    public string[] Steps => Key.Split('.');

    /// <summary>How Hydra names the choice of a group's option.</summary>
    public string GroupKey => Package is null ? Key : $"{Key}@{(Package.Length == 0 ? "_global_" : Package)}";

    /// <exception cref="ConfigException">One of them is wrong, or they are too many.</exception>
    public static IEnumerable<Override> ParseAll(IEnumerable<string> typed)
    {
        var texts = typed.ToList();
        var length = texts.Sum(text => (long)text.Length);
        return length <= MaxCharacters
            ? texts.Select(Parse)
            : throw new ConfigException($"the overrides have {length} characters; at most {MaxCharacters} are valid.");
    }

    public static Override Parse(string text)
    {
        var (sign, key, package, term, origin) = OverrideForm.Read(text);
        if (key.Count(letter => letter == '.') >= ConfigNode.DeepestNesting)
            throw ConfigException.At(origin, $"nested deeper than {ConfigNode.DeepestNesting} levels.");
        var kind = sign switch
        {
            "" => OverrideKind.Change,
            "+" => OverrideKind.Add,
            "++" => OverrideKind.AddOrChange,
            _ => OverrideKind.Delete,
        };
        return term switch
        {
            null => new Override(kind, key, package, null, origin),
            ElementTerm element => new Override(kind, key, package, element.Node, origin),
            ExtensionTerm added when kind == OverrideKind.Change =>
                new Override(OverrideKind.ExtendList, key, package, new ConfigSequence(origin, [.. added.Items]), origin),
            ExtensionTerm =>
                throw ConfigException.At(origin, "extend_list(...) adds to a list that is there: key=extend_list(a,b), without a sign."),
            ChoiceTerm { IsSimple: true } => throw ConfigException.At(
                origin, "a comma-separated value is a sweep over several runs: 'alma sweep' runs them; quote it to pass one value."),
            _ => throw ConfigException.At(
                origin,
                $"{OverrideFunctions.NameOf(term)}(...) is for sweeps ('alma sweep'), which give a key several values; "
                + "quote it to pass it as text."),
        };
    }
}
