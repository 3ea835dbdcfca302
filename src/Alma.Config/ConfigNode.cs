namespace Alma.Config;

/// <summary>A node of the resolved tree. It knows its dotted key path and where its value was written.</summary>
public abstract class ConfigNode
{
    private protected ConfigNode(string path, Origin origin)
    {
        Path = path;
        Origin = origin;
    }

    /// <summary>Dotted, list items by index: <c>clmodel.kornia_augs.0.size</c>. Empty for the whole tree.</summary>
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

    internal abstract ConfigNode MovedTo(string path);

    private protected abstract ConfigNode? Child(string step);

    private protected static string Join(string path, object step) => path.Length == 0 ? $"{step}" : $"{path}.{step}";
}
