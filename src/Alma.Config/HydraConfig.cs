using Alma.Config.Drafts;
using Alma.Config.Interpolations;
using Alma.Config.Overrides;

namespace Alma.Config;

/// <summary>
/// The section <c>hydra</c> of a config. Only what is asked for is resolved: most of it has no effect here,
/// and refers to what only Hydra knows.
/// </summary>
public sealed class HydraConfig
{
    private readonly DraftMapping top;

    private readonly List<EnvironmentRead> environmentReads = [];

    internal HydraConfig(DraftMapping top) => this.top = top;

    /// <summary>Variables of the environment that what was asked for so far has read.</summary>
    public IReadOnlyList<EnvironmentRead> EnvironmentReads => environmentReads;

    /// <summary>The value at a dotted path below <c>hydra</c>, or null.</summary>
    /// <exception cref="ConfigException">An interpolation in it is wrong, or needs Hydra itself, as <c>${now:%Y}</c> does.</exception>
    public ConfigNode? Find(string path) => Draft(path) is { } draft ? Resolved(draft) : null;

    /// <summary>The same, or null also where it needs Hydra itself.</summary>
    /// <exception cref="ConfigException">An interpolation in it is wrong.</exception>
    public ConfigNode? FindKnown(string path) => Draft(path) is { } draft ? Known(draft) : null;

    /// <summary>The section at a dotted path below <c>hydra</c>, or null; without the keys that need Hydra itself.</summary>
    /// <exception cref="ConfigException">An interpolation in it is wrong.</exception>
    public ConfigMapping? Section(string path) => Draft(path) is not DraftMapping section ? null : new ConfigMapping(
        $"{HydraSection.Key}.{path}",
        section.Origin,
        section.Entries.Select(entry => (entry, node: Known(entry.Value)))
            .Where(pair => pair.node is not null)
            .Select(pair => new ConfigEntry(pair.entry.Key, pair.entry.KeyOrigin, pair.node!)));

    private DraftNode? Draft(string path) =>
        path.Split('.')
            .Prepend(HydraSection.Key)
            .Aggregate((DraftNode?)top, (node, step) => node is null ? null : DraftPath.Child(node, step));

    private ConfigNode? Known(DraftNode draft)
    {
        try
        {
            return Resolved(draft);
        }
        catch (ConfigException unknown) when (unknown.NeedsHydra)
        {
            return null;
        }
    }

    private ConfigNode Resolved(DraftNode draft)
    {
        var resolver = new InterpolationResolver(top);
        try
        {
            return resolver.Resolve(draft);
        }
        finally
        {
            environmentReads.AddRange(resolver.EnvironmentReads.Except(environmentReads));
        }
    }
}
