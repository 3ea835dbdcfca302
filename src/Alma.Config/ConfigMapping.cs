namespace Alma.Config;

/// <summary>
/// A section: keys and their values, in the order in which they were first written. Only one that is not resolved changes.
/// </summary>
public sealed class ConfigMapping : ConfigNode
{
    private readonly Dictionary<string, (int Place, ConfigEntry Entry)> byKey = [];
    private IReadOnlyList<ConfigEntry>? inOrder;
    private int placesGiven;

    internal ConfigMapping(Origin origin)
        : this("", origin, [])
    {
    }

    internal ConfigMapping(string path, Origin origin, IEnumerable<ConfigEntry> entries)
        : base(path, origin)
    {
        foreach (var entry in entries) Set(entry);
    }

    public IReadOnlyList<ConfigEntry> Entries =>
        inOrder ??= [.. byKey.Values.OrderBy(placed => placed.Place).Select(placed => placed.Entry)];

    internal IReadOnlyList<string> Keys => [.. Entries.Select(entry => entry.Key)];

    /// <summary>The value of a key of this section, or null when the key is not there.</summary>
    public ConfigNode? this[string key] => FindEntry(key)?.Value;

    internal ConfigEntry? FindEntry(string key) => byKey.TryGetValue(key, out var placed) ? placed.Entry : null;

    internal void Set(ConfigEntry entry)
    {
        byKey[entry.Key] = (byKey.TryGetValue(entry.Key, out var placed) ? placed.Place : placesGiven++, entry);
        inOrder = null;
    }

    internal void Remove(string key)
    {
        byKey.Remove(key);
        inOrder = null;
    }

    /// <summary>Sections are merged key by key; anything else in <paramref name="later"/> replaces what is here.</summary>
    internal void Merge(ConfigMapping later)
    {
        foreach (var entry in later.Entries)
        {
            if (this[entry.Key] is ConfigMapping mine && entry.Value is ConfigMapping theirs) mine.Merge(theirs);
            else Set(entry);
        }
    }

    internal override ConfigNode? Child(string step) => this[step];

    internal override ConfigNode MovedTo(string path) =>
        new ConfigMapping(path, Origin, Entries.Select(entry => entry with { Value = entry.Value.MovedTo(Join(path, entry.Key)) }));

    internal override ConfigNode Copy() =>
        new ConfigMapping("", Origin, Entries.Select(entry => entry with { Value = entry.Value.Copy() }));

    internal override bool HasSameContentAs(ConfigNode other) =>
        other is ConfigMapping mapping
        && byKey.Count == mapping.byKey.Count
        && Entries.All(entry => mapping[entry.Key] is { } theirs && entry.Value.HasSameContentAs(theirs));
}

/// <summary>One key of a section, the place of the key itself, and its value.</summary>
public sealed record ConfigEntry(string Key, Origin KeyOrigin, ConfigNode Value);
