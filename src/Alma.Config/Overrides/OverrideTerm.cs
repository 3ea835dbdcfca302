using System.Text.RegularExpressions;

namespace Alma.Config.Overrides;

/// <summary>What the value of an override means: one value, several for a sweep, or a change of a list.</summary>
internal abstract record OverrideTerm;

/// <summary>One value.</summary>
/// <param name="Node">The value.</param>
/// <param name="Text">An override that has it: as it was typed, or what a function came to.</param>
internal sealed record ElementTerm(ConfigNode Node, string Text) : OverrideTerm
{
    public static ElementTerm Of(ConfigNode node) => new(node, OverrideWriter.Of(node));
}

/// <summary><c>extend_list(...)</c>: items to add to a list that is there.</summary>
internal sealed record ExtensionTerm(IReadOnlyList<ConfigNode> Items, string Text) : OverrideTerm;

/// <summary>Several values, one a run; tags are words for whoever draws from them.</summary>
internal abstract record SweepTerm(IReadOnlySet<string> Tags) : OverrideTerm
{
    protected static IReadOnlySet<string> NoTags { get; } = new HashSet<string>();
}

/// <summary><c>a,b</c>, which is simple, or <c>choice(a,b)</c>.</summary>
internal sealed record ChoiceTerm(IReadOnlyList<ElementTerm> Items, bool IsSimple, IReadOnlySet<string> Tags) : SweepTerm(Tags)
{
    public ChoiceTerm(IReadOnlyList<ElementTerm> items, bool isSimple)
        : this(items, isSimple, NoTags)
    {
    }
}

/// <summary><c>range(start,stop,step)</c>. A number without a scale is an integer.</summary>
internal sealed record RangeTerm(decimal Start, decimal Stop, decimal Step, bool IsShuffled, IReadOnlySet<string> Tags) : SweepTerm(Tags)
{
    public RangeTerm(decimal start, decimal stop, decimal step)
        : this(start, stop, step, IsShuffled: false, NoTags)
    {
    }
}

/// <summary><c>interval(from,to)</c>: numbers that a random search draws from.</summary>
internal sealed record IntervalTerm(decimal From, decimal To, bool IsWhole, IReadOnlySet<string> Tags) : SweepTerm(Tags)
{
    public IntervalTerm(decimal from, decimal to, bool isWhole)
        : this(from, to, isWhole, NoTags)
    {
    }
}

/// <summary><c>glob(include,exclude)</c>: options of the group that the key names.</summary>
internal sealed record GlobTerm(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude) : OverrideTerm
{
    /// <summary>Of the names those that a pattern includes and none excludes.</summary>
    public IEnumerable<string> Of(IEnumerable<string> names) =>
        names.Where(name => Include.Any(pattern => IsMatch(pattern, name)) && !Exclude.Any(pattern => IsMatch(pattern, name)));

    /// <summary>As Python's <c>fnmatch</c>: * is anything, ? one character, [abc] one of these, [!abc] none.</summary>
    private static bool IsMatch(string pattern, string name)
    {
        var anything = Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal);
        var classes = Regex.Replace(anything, @"\\\[(?<not>!?)(?<letters>[^\]]+)\]", found =>
            $"[{(found.Groups["not"].Length > 0 ? "^" : "")}{found.Groups["letters"].Value}]");
        try
        {
            return Regex.IsMatch(name, $@"\A(?:{classes})\z", RegexOptions.Singleline | RegexOptions.NonBacktracking);
        }
        catch (ArgumentException)
        {
            return false; // [z-a] is none
        }
    }
}
