using Alma.Config.Composition;

namespace Alma.Config;

/// <summary>
/// What the recipe in a file is called: the same however the file was typed, by a name, a path of any form or a link. A config that a run
/// keeps says it in a comment.
/// </summary>
public static class RecipeName
{
    private const string Mark = "# recipe: ";
    private const string UsualFolder = "configs";

    /// <summary>The config of a run with the name of its recipe above it.</summary>
    public static string WrittenAbove(string yaml, string name) => name.Any(char.IsControl) ? yaml : $"{Mark}{name}\n{yaml}";

    /// <param name="folders">Folders of recipes: a file in one is called by its path from there.</param>
    internal static string Of(string path, IReadOnlyList<string> folders)
    {
        var (typed, real) = (Path.GetFullPath(path), RealPath.Of(path));
        return Below(typed, [.. folders.Select(Path.GetFullPath)])
            ?? Below(real, [.. folders.Select(RealPath.Of)])
            ?? SaidIn(path)
            ?? BelowUsualFolder(real)
            ?? $"{Path.GetFileName(Path.GetDirectoryName(real))}/{Path.GetFileNameWithoutExtension(real)}".TrimStart('/');
    }

    /// <summary>With forward slashes, without extension.</summary>
    internal static string Plain(string path)
    {
        var name = path.Replace('\\', '/');
        return ConfigFile.IsNameOf(name) ? name[..name.LastIndexOf('.')] : name;
    }

    private static string? Below(string file, IEnumerable<string> folders) => folders
        .Select(folder => Path.GetRelativePath(folder, file))
        .Where(relative => relative.Split(Path.DirectorySeparatorChar)[0] != ".." && !Path.IsPathRooted(relative))
        .Select(Plain)
        .FirstOrDefault();

    private static string? SaidIn(string path)
    {
        var line = ConfigFile.FirstLine(path);
        return line.StartsWith(Mark, StringComparison.Ordinal) && line[Mark.Length..].Trim() is { Length: > 0 } name ? name : null;
    }

    private static string? BelowUsualFolder(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.GetFileName(folder) == UsualFolder) return Plain(Path.GetRelativePath(folder, file));
        return null;
    }
}
