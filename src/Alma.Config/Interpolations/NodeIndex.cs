
namespace Alma.Config.Interpolations;

/// <summary>Where each node of a composed tree stands: its path, and the section or list that holds it.</summary>
internal sealed class NodeIndex
{
    private readonly Dictionary<ConfigNode, (ConfigNode? Parent, string Path)> places = [];

    public NodeIndex(ConfigMapping top) => Add(top, parent: null, path: "");

    public string PathOf(ConfigNode node) => places[node].Path;

    /// <summary>The section that <paramref name="dots"/> leading dots mean, or null above the top.</summary>
    public ConfigNode? Above(ConfigNode node, int dots)
    {
        ConfigNode? at = node;
        for (var dot = 0; dot < dots && at is not null; dot++) at = places[at].Parent;
        return at;
    }

    private void Add(ConfigNode node, ConfigNode? parent, string path)
    {
        places.Add(node, (parent, path));
        var prefix = path.Length == 0 ? "" : path + ".";
        if (node is ConfigMapping mapping)
            foreach (var entry in mapping.Entries) Add(entry.Value, node, prefix + entry.Key);
        if (node is ConfigSequence sequence)
            for (var index = 0; index < sequence.Items.Count; index++) Add(sequence.Items[index], node, $"{prefix}{index}");
    }
}
