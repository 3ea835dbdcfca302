using System.Globalization;

namespace Alma.Config;

/// <summary>A list of nodes. Only one that is not resolved changes.</summary>
public sealed class ConfigSequence : ConfigNode
{
    private readonly List<ConfigNode> items;

    internal ConfigSequence(Origin origin, IEnumerable<ConfigNode> items)
        : this("", origin, items)
    {
    }

    internal ConfigSequence(string path, Origin origin, IEnumerable<ConfigNode> items)
        : base(path, origin)
    {
        this.items = [.. items];
    }

    public IReadOnlyList<ConfigNode> Items => items;

    internal int? IndexOf(string step) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Count ? index : null;

    internal void Replace(int index, ConfigNode item) => items[index] = item;

    internal void AddRange(IEnumerable<ConfigNode> more) => items.AddRange(more);

    internal void Remove(ConfigNode item) => items.Remove(item);

    internal override ConfigNode? Child(string step) => IndexOf(step) is { } index ? items[index] : null;

    internal override ConfigNode MovedTo(string path) =>
        new ConfigSequence(path, Origin, items.Select((item, index) => item.MovedTo(Join(path, index))));

    internal override ConfigNode Copy() => new ConfigSequence(Origin, items.Select(item => item.Copy()));

    internal override bool HasSameContentAs(ConfigNode other) =>
        other is ConfigSequence sequence
        && items.Count == sequence.items.Count
        && items.Zip(sequence.items).All(pair => pair.First.HasSameContentAs(pair.Second));
}
