namespace Alma.Config.Drafts;

internal sealed record DraftEntry(string Key, Origin KeyOrigin, DraftNode Value);

/// <summary>A section that can still change; keys keep the place in which they first came.</summary>
internal sealed class DraftMapping(Origin origin) : DraftNode(origin)
{
    private readonly Dictionary<string, (int Place, DraftEntry Entry)> byKey = [];
    private List<DraftEntry>? inOrder;
    private int placesGiven;

    public IReadOnlyList<DraftEntry> Entries =>
        inOrder ??= [.. byKey.Values.OrderBy(placed => placed.Place).Select(placed => placed.Entry)];

    public IReadOnlyList<string> Keys => [.. Entries.Select(entry => entry.Key)];

    public DraftEntry? Find(string key) => byKey.TryGetValue(key, out var placed) ? placed.Entry : null;

    public void Set(DraftEntry entry)
    {
        byKey[entry.Key] = (byKey.TryGetValue(entry.Key, out var placed) ? placed.Place : placesGiven++, entry);
        inOrder = null;
    }

    public void Remove(string key)
    {
        byKey.Remove(key);
        inOrder = null;
    }

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
        foreach (var entry in Entries) copy.Set(entry with { Value = entry.Value.Copy() });
        return copy;
    }

    public override bool HasSameContentAs(DraftNode other) =>
        other is DraftMapping mapping
        && byKey.Count == mapping.byKey.Count
        && Entries.All(entry => mapping.Find(entry.Key) is { } theirs && entry.Value.HasSameContentAs(theirs.Value));
}
