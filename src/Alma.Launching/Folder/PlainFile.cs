using Alma.Files;

namespace Alma.Launching.Folder;

/// <summary>Files of a sweep's folder that are what they seem: no links, and no link leads to them from there.</summary>
internal static class PlainFile
{
    /// <summary>Whether there is a file at the path, and no link to one.</summary>
    public static bool Is(string path) => FileKinds.Of(path) == FileKind.File;

    /// <summary>Whether it is a file below the folder, and no link leads to it from there.</summary>
    public static bool IsBelow(string folder, string path)
    {
        var (root, whole) = (Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), Path.GetFullPath(path));
        return whole.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && Is(whole)
            && !OwnFile.IsThroughLink(root, whole);
    }
}
