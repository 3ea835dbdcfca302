namespace Alma.Config;

/// <summary>Where in a tree a node comes to stand, as far as <see cref="TreeLimit"/> needs it.</summary>
/// <param name="Depth">Levels above it.</param>
/// <param name="PathLength">Characters of its dotted path.</param>
internal readonly record struct TreePlace(int Depth, int PathLength)
{
    private const int LengthOfIndex = 4;

    /// <summary>Of the node at a dotted path.</summary>
    public static TreePlace Of(string path) => path.Length == 0 ? default : new(1 + path.Count(letter => letter == '.'), path.Length);

    public TreePlace BelowList => new(Depth + 1, PathLength + 1 + LengthOfIndex);

    public TreePlace Below(string key) => new(Depth + 1, PathLength + 1 + key.Length);
}
