using System.Text.RegularExpressions;

namespace Alma.Config.Overrides;

/// <summary>Reads values by Hydra's grammar: quoted text, numbers, lists, sections, functions, else plain text.</summary>
internal sealed partial class OverrideReader
{
    private const string Escapable = "\\()[]{}:=, \t";
    private const string Structural = ",[]{}()";

    private readonly string text;
    private readonly Origin origin;
    private readonly bool hasFunctions;
    private int at;

    private OverrideReader(string text, Origin origin, bool hasFunctions) =>
        (this.text, this.origin, this.hasFunctions) = (text, origin, hasFunctions);

    private char Next => at < text.Length ? text[at] : '\0';

    private bool AtEnd => at >= text.Length;

    /// <summary>The value of an override; values between commas are the choices of a sweep.</summary>
    public static OverrideTerm Read(string text, Origin origin)
    {
        var terms = new OverrideReader(text, origin, hasFunctions: true).ReadTerms();
        return terms is [var only]
            ? only
            : new ChoiceTerm([.. terms.Select(term => term as ElementTerm ?? throw Nested(term, origin))], isSimple: true);
    }

    /// <summary>The arguments of an interpolation's resolver, which has the same values and no functions.</summary>
    public static IReadOnlyList<ConfigNode> ReadArguments(string text, Origin origin) =>
        [.. new OverrideReader(text, origin, hasFunctions: false).ReadTerms().Select(term => ((ElementTerm)term).Node)];

    private List<OverrideTerm> ReadTerms()
    {
        var terms = new List<OverrideTerm>();
        for (; ; at++)
        {
            terms.Add(ReadTerm(depth: 0));
            if (!AtEnd && Next != ',') throw Error($"'{Next}' at character {at + 1} of the value is out of place; quote it to pass text.");
            if (!AtEnd) continue;
            return terms.Count > 1 && terms.Exists(term => term is ElementTerm { Text: "" })
                ? throw Error("a value is missing beside a comma.")
                : terms;
        }
    }

    private OverrideTerm ReadTerm(int depth)
    {
        SkipSpace();
        var start = at;
        var term = IsAtFunction() ? ReadFunction(depth) : ReadElement(depth, start);
        SkipSpace();
        return term;
    }

    private ElementTerm ReadElement(int depth, int start)
    {
        if (depth > ConfigNode.DeepestNesting) throw Error($"nested deeper than {ConfigNode.DeepestNesting} levels.");
        ConfigNode node = Next switch
        {
            '[' => ReadList(depth),
            '{' => ReadSection(depth),
            '\'' or '"' => ConfigScalar.Of(ReadQuoted(), origin),
            _ => ReadUnquoted(depth, isKey: false),
        };
        return new ElementTerm(node, (node as ConfigScalar)?.Written ?? text[start..at]);
    }

    private ConfigNode ReadItem(int depth)
    {
        var term = ReadTerm(depth);
        return term is ElementTerm element ? element.Node : throw Nested(term, origin);
    }

    private ConfigSequence ReadList(int depth)
    {
        var items = new List<ConfigNode>();
        ReadBetween(']', () => items.Add(ReadItem(depth + 1)));
        return new ConfigSequence(origin, items);
    }

    private ConfigMapping ReadSection(int depth)
    {
        var section = new ConfigMapping(origin);
        ReadBetween('}', () =>
        {
            SkipSpace();
            var key = Next is '\'' or '"' ? ReadQuoted() : ReadUnquoted(depth + 1, isKey: true).Text;
            SkipSpace();
            if (Next != ':') throw Error($"'{key}' needs a value: write {{{key}: value}}.");
            at++;
            if (section[key] is not null) throw Error($"duplicate key '{key}'.");
            section.Set(new ConfigEntry(key, origin, ReadItem(depth + 1)));
        });
        return section;
    }

    private void ReadBetween(char close, Action readItem)
    {
        at++;
        SkipSpace();
        for (var isFirst = true; Next != close || !isFirst; isFirst = false)
        {
            readItem();
            if (Next == close) break;
            if (Next != ',') throw Error($"'{close}' is missing.");
            at++;
        }

        at++;
    }

    private bool IsAtFunction() => hasFunctions && FunctionStart().Match(text, at) is { Success: true };

    private OverrideTerm ReadFunction(int depth)
    {
        if (depth > ConfigNode.DeepestNesting) throw Error($"nested deeper than {ConfigNode.DeepestNesting} levels.");
        var start = at;
        var open = FunctionStart().Match(text, at);
        at += open.Length - 1;
        var arguments = new List<FunctionArgument>();
        ReadBetween(')', () =>
        {
            SkipSpace();
            var name = ArgumentName().Match(text, at) is { Success: true } named ? named : null;
            at += name?.Length ?? 0;
            arguments.Add(new FunctionArgument(name?.Groups["name"].Value, ReadTerm(depth + 1)));
        });
        return OverrideFunctions.Call(open.Groups["name"].Value, arguments, text[start..at], origin);
    }

    private void SkipSpace()
    {
        while (Next is ' ' or '\t') at++;
    }

    private static ConfigException Nested(OverrideTerm term, Origin origin) => ConfigException.At(
        origin, $"{OverrideFunctions.NameOf(term)}(...) gives a key several values, so it must be the whole value; it cannot stand in a "
            + "list, in a section or beside a comma.");

    private ConfigException Error(string problem) => ConfigException.At(origin, problem);

    [GeneratedRegex(@"\G(?<name>[A-Za-z_][A-Za-z0-9_-]*)[ \t]*\(")]
    private static partial Regex FunctionStart();

    [GeneratedRegex(@"\G(?<name>[A-Za-z_][A-Za-z0-9_-]*)[ \t]*=")]
    private static partial Regex ArgumentName();
}
