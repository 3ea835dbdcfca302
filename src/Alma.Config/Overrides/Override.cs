using System.Text.RegularExpressions;
using Alma.Config.Drafts;

namespace Alma.Config.Overrides;

internal enum OverrideKind
{
    Change,
    Add,
    AddOrChange,
    Delete,
}

/// <summary>One change of the config typed on the command line, in Hydra's grammar.</summary>
internal sealed partial record Override(OverrideKind Kind, string Key, DraftNode? Value, Origin Origin)
{
    internal const string Grammar =
        "expected key=value (change), +key=value (add), ++key=value (add or change) or ~key (delete), without spaces before '='.";

    // All together.
    private const int MostCharacters = 1 << 16;

    public string[] Steps => Key.Split('.');

    /// <exception cref="ConfigException">One of them is wrong, or they are too many.</exception>
    public static IEnumerable<Override> ParseAll(IEnumerable<string> typed)
    {
        var texts = typed.ToList();
        var length = texts.Sum(text => (long)text.Length);
        return length <= MostCharacters ? texts.Select(Parse) : throw new ConfigException($"the overrides have {length} characters; at most {MostCharacters} are valid.");
    }

    public static Override Parse(string text)
    {
        var origin = Origin.OnCommandLine(text);
        var match = Form().Match(text);
        var kind = match.Groups["sign"].Value switch
        {
            "" => OverrideKind.Change,
            "+" => OverrideKind.Add,
            "++" => OverrideKind.AddOrChange,
            _ => OverrideKind.Delete,
        };
        if (!match.Success || (kind != OverrideKind.Delete && !match.Groups["value"].Success)) throw ConfigException.At(origin, Grammar);
        if (match.Groups["key"].Value.Count(letter => letter == '.') >= DraftNode.DeepestNesting)
            throw ConfigException.At(origin, $"nested deeper than {DraftNode.DeepestNesting} levels.");
        var value = match.Groups["value"] is { Success: true, Value: var given } ? OverrideValue.Parse(given, origin) : null;
        return new Override(kind, match.Groups["key"].Value, value, origin);
    }

    [GeneratedRegex(@"^(?<sign>\+\+|\+|~|)(?<key>[\w$@/-]+(?:\.[\w$@/-]+)*)(?:=(?<value>.*))?\z", RegexOptions.Singleline)]
    internal static partial Regex Form();
}
