using System.Collections.Immutable;

namespace Alma.Config;

/// <summary>A section: keys and their values, in the order in which they were written.</summary>
public sealed class ConfigMapping : ConfigNode
{
    internal ConfigMapping(string path, Origin origin, IEnumerable<ConfigEntry> entries)
        : base(path, origin)
    {
        Entries = [.. entries];
    }

    public ImmutableArray<ConfigEntry> Entries { get; }

    /// <summary>The value of a key of this section, or null when the key is not there.</summary>
    public ConfigNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

    internal override ConfigNode MovedTo(string path) =>
        new ConfigMapping(path, Origin, Entries.Select(entry => entry with { Value = entry.Value.MovedTo(Join(path, entry.Key)) }));

    private protected override ConfigNode? Child(string step) => this[step];
}

/// <summary>One key of a section, the place of the key itself, and its value.</summary>
public sealed record ConfigEntry(string Key, Origin KeyOrigin, ConfigNode Value);
