using Alma.Config.Interpolations;
using Alma.Config.Overrides;

namespace Alma.Config;

/// <summary>
/// The section <c>hydra</c> of a config. Only what is asked for is resolved: most of it has no effect here,
/// and refers to what only Hydra knows.
/// </summary>
public sealed class HydraConfig
{
    private readonly ConfigMapping top;

    private readonly List<EnvironmentRead> environmentReads = [];

    internal HydraConfig(ConfigMapping top) => this.top = top;

    /// <summary>Variables of the environment that what was asked for so far has read.</summary>
    public IReadOnlyList<EnvironmentRead> EnvironmentReads => environmentReads;

    /// <summary>The value at a dotted path below <c>hydra</c>, or null.</summary>
    /// <exception cref="ConfigException">An interpolation in it is wrong, or needs Hydra itself, as <c>${now:%Y}</c> does.</exception>
    public ConfigNode? Find(string path) => Composed(path) is { } node ? Resolved(node) : null;

    /// <summary>The same, or null also where it needs Hydra itself.</summary>
    /// <exception cref="ConfigException">An interpolation in it is wrong.</exception>
    public ConfigNode? FindKnown(string path) => Composed(path) is { } node ? Known(node) : null;

    /// <summary>The section at a dotted path below <c>hydra</c>, or null; without the keys that need Hydra itself.</summary>
    /// <exception cref="ConfigException">An interpolation in it is wrong.</exception>
    public ConfigMapping? Section(string path) => Composed(path) is not ConfigMapping section ? null : new ConfigMapping(
        $"{HydraSection.Key}.{path}",
        section.Origin,
        section.Entries.Select(entry => (entry, node: Known(entry.Value)))
            .Where(pair => pair.node is not null)
            .Select(pair => new ConfigEntry(pair.entry.Key, pair.entry.KeyOrigin, pair.node!)));

    private ConfigNode? Composed(string path) => top.Find($"{HydraSection.Key}.{path}");

    private ConfigNode? Known(ConfigNode node)
    {
        try
        {
            return Resolved(node);
        }
        catch (ConfigException unknown) when (unknown.NeedsHydra)
        {
            return null;
        }
    }

    private ConfigNode Resolved(ConfigNode node)
    {
        var resolver = new InterpolationResolver(top);
        try
        {
            return resolver.Resolve(node);
        }
        finally
        {
            environmentReads.AddRange(resolver.EnvironmentReads.Except(environmentReads));
        }
    }
}
