using System.Collections.Immutable;
using System.Globalization;

namespace Alma.Config;

/// <summary>A list of nodes.</summary>
public sealed class ConfigSequence : ConfigNode
{
    internal ConfigSequence(string path, Origin origin, IEnumerable<ConfigNode> items)
        : base(path, origin)
    {
        Items = [.. items];
    }

    public ImmutableArray<ConfigNode> Items { get; }

    internal override ConfigNode MovedTo(string path) =>
        new ConfigSequence(path, Origin, Items.Select((item, index) => item.MovedTo(Join(path, index))));

    private protected override ConfigNode? Child(string step) =>
        int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Items.Length ? Items[index] : null;
}
