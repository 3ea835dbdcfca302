namespace Alma.Config.Drafts;

internal sealed record DraftEntry(string Key, Origin KeyOrigin, DraftNode Value);

/// <summary>A section that can still change; keys keep the place in which they first came.</summary>
internal sealed class DraftMapping(Origin origin) : DraftNode(origin)
{
    private readonly List<DraftEntry> entries = [];

    public IReadOnlyList<DraftEntry> Entries => entries;

    public IReadOnlyList<string> Keys => [.. entries.Select(entry => entry.Key)];

    public DraftEntry? Find(string key) => entries.Find(entry => entry.Key == key);

    public void Set(DraftEntry entry)
    {
        var index = entries.FindIndex(other => other.Key == entry.Key);
        if (index < 0) entries.Add(entry);
        else entries[index] = entry;
    }

    public void Remove(string key) => entries.RemoveAll(entry => entry.Key == key);

    /// <summary>Sections are merged key by key; anything else in <paramref name="later"/> replaces what is here.</summary>
    public void Merge(DraftMapping later)
    {
        foreach (var entry in later.Entries)
        {
            if (Find(entry.Key)?.Value is DraftMapping mine && entry.Value is DraftMapping theirs) mine.Merge(theirs);
            else Set(entry);
        }
    }

    public override DraftNode Copy()
    {
        var copy = new DraftMapping(Origin);
        foreach (var entry in entries) copy.Set(entry with { Value = entry.Value.Copy() });
        return copy;
    }

    public override bool HasSameContentAs(DraftNode other) =>
        other is DraftMapping mapping
        && entries.Count == mapping.entries.Count
        && entries.TrueForAll(entry => mapping.Find(entry.Key) is { } theirs && entry.Value.HasSameContentAs(theirs.Value));
}
