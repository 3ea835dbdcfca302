namespace Alma.Config;

/// <summary>Where a path leads once every link on the way is followed.</summary>
public static class RealPath
{
    private const int MaxLinks = 40;

    public static string Of(string path) => Of(Path.GetFullPath(path), linksLeft: MaxLinks);

    private static string Of(string full, int linksLeft)
    {
        var root = Path.GetPathRoot(full)!;
        return full[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(root, (above, name) => Followed(Path.Combine(above, name), linksLeft));
    }

    private static string Followed(string path, int linksLeft)
    {
        try
        {
            return linksLeft > 0 && File.ResolveLinkTarget(path, returnFinalTarget: false) is { } target
                ? Of(Path.GetFullPath(target.FullName), linksLeft - 1)
                : path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return path; // what is not there or cannot be looked at is no link
        }
    }
}
