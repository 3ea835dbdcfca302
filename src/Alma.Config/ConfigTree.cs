using Alma.Config.Binding;
using Alma.Config.Composition;
using Alma.Config.Interpolations;
using Alma.Config.Overrides;
using Alma.Config.Yaml;

namespace Alma.Config;

/// <summary>
/// A config, resolved: the YAML file with its <c>defaults</c> merged, the overrides applied and every <c>${...}</c>
/// replaced. <see cref="ConfigBinder"/> turns it into typed options.
/// </summary>
public sealed class ConfigTree
{
    private ConfigTree(ConfigMapping top, IReadOnlySet<string> variables, int work)
    {
        Top = top;
        Variables = variables;
        Work = work;
    }

    /// <summary>The whole tree, without the sections <c>hydra</c> and <c>defaults</c>.</summary>
    public ConfigMapping Top { get; }

    /// <summary>The top-level keys that some interpolation refers to: they need not be options.</summary>
    public IReadOnlySet<string> Variables { get; }

    /// <summary>What interpolations read of the environment, each variable once for each key that has its value.</summary>
    public IReadOnlyList<EnvironmentRead> EnvironmentReads { get; private init; } = [];

    /// <summary>What it took to make the tree: values read, merged and resolved, as <see cref="TreeLimit"/> counts them.</summary>
    internal int Work { get; }

    /// <param name="path">The YAML file.</param>
    /// <param name="overrides">As typed on the command line.</param>
    /// <param name="settable">Top-level keys that <c>key=value</c> may set though the file lacks them: those with defaults.</param>
    /// <exception cref="ConfigException">The file, an override or an interpolation is wrong.</exception>
    public static ConfigTree Load(string path, IEnumerable<string> overrides, params IReadOnlyCollection<string> settable) =>
        Parse(ConfigFile.Read(path), path, overrides, settable);

    /// <summary>Errors cite <paramref name="fileName"/>, and files named in <c>defaults</c> are looked for beside it.</summary>
    /// <exception cref="ConfigException">The YAML, an override or an interpolation is wrong.</exception>
    public static ConfigTree Parse(string yaml, string fileName, IEnumerable<string> overrides, params IReadOnlyCollection<string> settable)
    {
        var limit = new TreeLimit();
        var (composed, changes) = Compose(yaml, fileName, overrides, limit);
        var variables = ReferencedKeys.In(composed).ToHashSet();
        var overridden = new OverriddenTree(composed, settable);
        foreach (var change in changes.Where(change => !HydraSection.IsMeantBy(change))) overridden.Apply(change);
        return Resolve(composed, variables, limit.Total);
    }

    /// <summary>What a config and overrides say to Hydra itself. A run ignores it; launchers do not.</summary>
    /// <exception cref="ConfigException">The file or an override is wrong.</exception>
    public static HydraConfig LoadHydra(string path, IEnumerable<string> overrides, IReadOnlyCollection<string> settable)
    {
        var (composed, changes) = Compose(ConfigFile.Read(path), path, overrides, new TreeLimit());
        var overridden = new OverriddenTree(composed, settable);
        // Hydra knows the keys of its launchers, so a change needs no sign.
        foreach (var change in changes.Where(change => !change.Key.StartsWith("hydra/", StringComparison.Ordinal)))
            overridden.Apply(HydraSection.IsMeantBy(change) && change.Kind == OverrideKind.Change
                ? change with { Kind = OverrideKind.AddOrChange }
                : change);
        return new HydraConfig(composed);
    }

    /// <summary>The node at a dotted path such as <c>clmodel.device</c>, or null.</summary>
    public ConfigNode? Find(string path) => Top.Find(path);

    /// <summary>
    /// The same tree without the variables for which <typeparamref name="TOptions"/> has no key. Written and loaded again
    /// it binds, although nothing refers to a variable any more.
    /// </summary>
    public ConfigTree WithoutVariables<TOptions>()
    {
        var keys = OptionKeys.Of(typeof(TOptions)).Select(key => key.Name).ToHashSet();
        var kept = Top.Entries.Where(entry => keys.Contains(entry.Key) || !Variables.Contains(entry.Key));
        return new ConfigTree(new ConfigMapping(Top.Path, Top.Origin, kept), Variables, Work) { EnvironmentReads = EnvironmentReads };
    }

    /// <summary>The YAML of the section or value at a dotted path, or null where there is none.</summary>
    public string? ToYaml(string path) => Find(path) switch
    {
        null => null,
        ConfigMapping section => YamlWriter.Write(section),
        var node => YamlWriter.Write(new ConfigMapping("", node.Origin, [new ConfigEntry(path.Split('.')[^1], node.Origin, node)])),
    };

    /// <summary>Canonical YAML. Loaded again, it gives the same tree.</summary>
    public string ToYaml() => YamlWriter.Write(Top);

    internal ConfigTree With(ConfigMapping top) => new(top, Variables, Work);

    private static (ConfigMapping Composed, IEnumerable<Override> Changes) Compose(
        string yaml, string fileName, IEnumerable<string> overrides, TreeLimit limit)
    {
        var own = YamlReader.Read(yaml, fileName, limit);
        var defaults = new DefaultsList([.. Override.ParseAll(overrides)], fileName, limit);
        return (defaults.Compose(own, yaml), defaults.OverridesOfKeys);
    }

    private static ConfigTree Resolve(ConfigMapping composed, HashSet<string> variables, int work)
    {
        var resolver = new InterpolationResolver(composed);
        var entries = composed.Entries.Where(entry => entry.Key != HydraSection.Key)
            .Select(entry => new ConfigEntry(entry.Key, entry.KeyOrigin, resolver.Resolve(entry.Value)))
            .ToList();
        variables.UnionWith(resolver.ReferencedKeys);
        return new ConfigTree(new ConfigMapping("", composed.Origin, entries), variables, work + resolver.Work)
        {
            EnvironmentReads = resolver.EnvironmentReads
        };
    }
}

/// <summary>A variable of the environment that an interpolation has read: its value stands in the resolved config from then on.</summary>
/// <param name="Variable">Its name.</param>
/// <param name="Path">The key that has its value.</param>
/// <param name="Origin">Where that is written.</param>
public sealed record EnvironmentRead(string Variable, string Path, Origin Origin);
