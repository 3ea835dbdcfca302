namespace Alma.Config;

/// <summary>
/// A node of a config: of the tree that is composed and overridden, and, with every interpolation replaced and its path known, of the
/// resolved one, which is all that other projects see. It knows where it was written.
/// </summary>
public abstract class ConfigNode
{
    /// <summary>Deeper input is refused: nobody writes it, and it would exhaust the stack.</summary>
    internal const int DeepestNesting = 100;

    private protected ConfigNode(string path, Origin origin)
    {
        Path = path;
        Origin = origin;
    }

    /// <summary>
    /// Dotted, list items by index: <c>clmodel.kornia_augs.0.size</c>. Empty for the whole tree, and for every node that is not resolved.
    /// </summary>
    public string Path { get; }

    /// <summary>For a value that is one interpolation, the origin of the value it refers to.</summary>
    public Origin Origin { get; }

    /// <summary>The node at a dotted path below this one, or null.</summary>
    public ConfigNode? Find(string path)
    {
        var node = this;
        foreach (var step in path.Split('.'))
        {
            if (node.Child(step) is not { } child) return null;
            node = child;
        }

        return node;
    }

    /// <summary>The value of a key of a section or the item of a list, or null.</summary>
    internal abstract ConfigNode? Child(string step);

    /// <summary>The same, resolved, at another place.</summary>
    internal abstract ConfigNode MovedTo(string path);

    /// <summary>An alias of an anchor gets its own copy, so that an override changes one of them only.</summary>
    internal abstract ConfigNode Copy();

    internal abstract bool HasSameContentAs(ConfigNode other);

    /// <summary>Which step from this node, which stands at <paramref name="path"/>, would have been right.</summary>
    internal string AdviceOn(string path, string step) => this switch
    {
        ConfigMapping mapping => Spelling.Advice(step, mapping.Keys, prefix: path.Length == 0 ? "" : path + "."),
        ConfigSequence { Items.Count: 0 } => $"'{path}' is an empty list.",
        ConfigSequence sequence => $"'{path}' is a list: valid are 0 to {sequence.Items.Count - 1}.",
        _ => $"'{path}' is a single value: it has no keys.",
    };

    private protected static string Join(string path, object step) => path.Length == 0 ? $"{step}" : $"{path}.{step}";
}
