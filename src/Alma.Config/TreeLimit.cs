namespace Alma.Config;

/// <summary>
/// How large a tree may become. Aliases, <c>defaults</c> and interpolations repeat what they refer to, and those that refer to each
/// other can make gigabytes of a few lines. All work on a tree is proportional to what is counted here.
/// </summary>
internal sealed class TreeLimit
{
    /// <summary>Of a config, sections and lists counted too, long texts and key paths as several; a recipe has about 60.</summary>
    public const int MaxValues = 10_000;

    /// <summary>Characters that a text with interpolations may have, and what it comes to when they are replaced.</summary>
    public const int LongestText = 10_000;

    /// <summary>Characters that a key may have.</summary>
    public const int LongestKey = 1000;

    /// <summary>Interpolations may put one nested section into another.</summary>
    private const int DeepestResult = 2 * ConfigNode.DeepestNesting;

    private const int CharactersPerValue = 64;

    /// <summary>What was counted so far.</summary>
    public int Total { get; private set; }

    /// <summary>Counts a node and all below it.</summary>
    /// <param name="place">That it comes to.</param>
    /// <exception cref="ConfigException">With it the tree would be too large or too deep.</exception>
    public void Add(ConfigNode node, TreePlace place, Origin at) => Add(node, place, at, ConfigNode.DeepestNesting);

    /// <summary>The same of what an interpolation is replaced by.</summary>
    /// <exception cref="ConfigException">With it the tree would be too large or too deep.</exception>
    public void AddResolved(ConfigNode node, TreePlace place, Origin at) => Add(node, place, at, DeepestResult);

    /// <summary>Counts one more interpolation.</summary>
    /// <exception cref="ConfigException">There are too many.</exception>
    public void AddReference(Origin at)
    {
        Total++;
        RefuseBeyond(0, DeepestResult, at);
    }

    private void Add(ConfigNode node, TreePlace place, Origin at, int deepest)
    {
        Count((node as ConfigScalar)?.Value, place);
        RefuseBeyond(place.Depth, deepest, at);
        if (node is ConfigMapping mapping)
            foreach (var entry in mapping.Entries) Add(entry.Value, place.Below(entry.Key), at, deepest);
        if (node is ConfigSequence sequence)
            foreach (var item in sequence.Items) Add(item, place.BelowList, at, deepest);
    }

    // Every node knows its path, so that a long one costs at each node below it.
    private void Count(object? value, TreePlace place) =>
        Total += 1 + (((value as string)?.Length ?? 0) + place.PathLength) / CharactersPerValue;

    private void RefuseBeyond(int depth, int deepest, Origin at)
    {
        if (depth > deepest) throw ConfigException.At(at, $"nested deeper than {deepest} levels.");
        if (Total > MaxValues)
            throw ConfigException.At(
                at,
                $"here the config comes to more than {MaxValues} values and interpolations; what defaults, "
                + "aliases and interpolations repeat counts each time.");
    }
}

/// <summary>Where in a tree a node comes to stand, as far as <see cref="TreeLimit"/> needs it.</summary>
/// <param name="Depth">Levels above it.</param>
/// <param name="PathLength">Characters of its dotted path.</param>
internal readonly record struct TreePlace(int Depth, int PathLength)
{
    private const int LengthOfIndex = 4;

    /// <summary>Of the node at a dotted path.</summary>
    public static TreePlace Of(string path) => path.Length == 0 ? default : new(1 + path.Count(letter => letter == '.'), path.Length);

    public TreePlace BelowList => new(Depth + 1, PathLength + 1 + LengthOfIndex);

    public TreePlace Below(string key) => new(Depth + 1, PathLength + 1 + key.Length);
}
