namespace Alma.Config.Composition;

/// <summary>The keys of one file, to be merged with those of others.</summary>
/// <param name="Content">The keys.</param>
/// <param name="File">The file's full path.</param>
/// <param name="Package">Where the keys come to stand.</param>
/// <param name="Origin">What named the file.</param>
internal sealed record ConfigPart(ConfigMapping Content, string File, string Package, Origin Origin)
{
    /// <summary>The keys below the sections of the package.</summary>
    public ConfigMapping Mounted()
    {
        var steps = Package.Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length > ConfigNode.DeepestNesting)
            throw ConfigException.At(Origin, $"nested deeper than {ConfigNode.DeepestNesting} levels.");
        return steps.Reverse().Aggregate(Content, (below, key) =>
        {
            var mount = new ConfigMapping(Origin);
            mount.Set(new ConfigEntry(key, Origin, below));
            return mount;
        });
    }
}

/// <summary>A file whose <c>defaults</c> are read.</summary>
/// <param name="Top">The folder that its groups are counted from.</param>
/// <param name="Folder">Its group.</param>
/// <param name="Package">Where its keys stand.</param>
/// <param name="Chain">The files that led to it, and itself.</param>
/// <param name="IsLate">Whether an interpolation chose it.</param>
internal sealed record FilePlace(string Top, string Folder, string Package, IReadOnlyList<string> Chain, bool IsLate);
