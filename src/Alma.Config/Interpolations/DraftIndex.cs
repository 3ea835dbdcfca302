using Alma.Config.Drafts;

namespace Alma.Config.Interpolations;

/// <summary>Where each node of a finished draft stands: its path, and the section or list that holds it.</summary>
internal sealed class DraftIndex
{
    private readonly Dictionary<DraftNode, (DraftNode? Parent, string Path)> places = [];

    public DraftIndex(DraftMapping top) => Add(top, parent: null, path: "");

    public string PathOf(DraftNode node) => places[node].Path;

    /// <summary>The section that <paramref name="dots"/> leading dots mean, or null above the top.</summary>
    public DraftNode? Above(DraftNode node, int dots)
    {
        DraftNode? at = node;
        for (var dot = 0; dot < dots && at is not null; dot++) at = places[at].Parent;
        return at;
    }

    private void Add(DraftNode node, DraftNode? parent, string path)
    {
        places.Add(node, (parent, path));
        var prefix = path.Length == 0 ? "" : path + ".";
        if (node is DraftMapping mapping)
            foreach (var entry in mapping.Entries) Add(entry.Value, node, prefix + entry.Key);
        if (node is DraftSequence sequence)
            for (var index = 0; index < sequence.Items.Count; index++) Add(sequence.Items[index], node, $"{prefix}{index}");
    }
}
