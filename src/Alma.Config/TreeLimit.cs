using Alma.Config.Drafts;

namespace Alma.Config;

/// <summary>
/// How large a tree may become. Aliases and interpolations repeat what they refer to, and those that refer to each other can
/// make gigabytes of a few lines.
/// </summary>
internal sealed class TreeLimit
{
    /// <summary>Of a config, sections and lists counted too, long texts as several; a recipe has about 60.</summary>
    public const int MostValues = 10_000;

    /// <summary>Characters that a key, or a text once its interpolations are replaced, may have.</summary>
    public const int LongestText = 10_000;

    /// <summary>Interpolations may put one nested section into another.</summary>
    private const int DeepestResult = 2 * DraftNode.DeepestNesting;

    private const int CharactersPerValue = 64;

    private int taken;

    /// <summary>Counts a node and all below it.</summary>
    /// <param name="depth">Of the place that it comes to.</param>
    /// <exception cref="ConfigException">With it the tree would be too large or too deep.</exception>
    public void Take(DraftNode node, int depth, Origin at)
    {
        Count((node as DraftScalar)?.Value);
        RefuseBeyond(depth, DraftNode.DeepestNesting, at);
        foreach (var child in Children(node)) Take(child, depth + 1, at);
    }

    /// <inheritdoc cref="Take(DraftNode, int, Origin)"/>
    public void Take(ConfigNode node, int depth, Origin at)
    {
        Count((node as ConfigScalar)?.Value);
        RefuseBeyond(depth, DeepestResult, at);
        foreach (var child in Children(node)) Take(child, depth + 1, at);
    }

    private static IEnumerable<DraftNode> Children(DraftNode node) => node switch
    {
        DraftMapping mapping => mapping.Entries.Select(entry => entry.Value),
        DraftSequence sequence => sequence.Items,
        _ => [],
    };

    private static IEnumerable<ConfigNode> Children(ConfigNode node) => node switch
    {
        ConfigMapping mapping => mapping.Entries.Select(entry => entry.Value),
        ConfigSequence sequence => sequence.Items,
        _ => [],
    };

    private void Count(object? value) => taken += 1 + ((value as string)?.Length ?? 0) / CharactersPerValue;

    private void RefuseBeyond(int depth, int deepest, Origin at)
    {
        if (depth > deepest) throw ConfigException.At(at, $"nested deeper than {deepest} levels.");
        if (taken > MostValues)
            throw ConfigException.At(at, $"here the config comes to more than {MostValues} values; what aliases and interpolations repeat counts each time.");
    }
}
