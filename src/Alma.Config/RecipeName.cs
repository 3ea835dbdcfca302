using Alma.Config.Composition;

namespace Alma.Config;

/// <summary>What the recipe in a file is called: the same however the file was typed, by a name, a path of any form or a link.</summary>
internal static class RecipeName
{
    private const string UsualFolder = "configs";

    /// <param name="folders">Folders of recipes: a file in one is called by its path from there.</param>
    public static string Of(string path, IReadOnlyList<string> folders)
    {
        var (typed, real) = (Path.GetFullPath(path), RealPath.Of(path));
        return Below(typed, [.. folders.Select(Path.GetFullPath)])
            ?? Below(real, [.. folders.Select(RealPath.Of)])
            ?? BelowUsualFolder(real)
            ?? $"{Path.GetFileName(Path.GetDirectoryName(real))}/{Path.GetFileNameWithoutExtension(real)}".TrimStart('/');
    }

    /// <summary>With forward slashes, without extension.</summary>
    public static string Plain(string path)
    {
        var name = path.Replace('\\', '/');
        return ConfigFile.IsNameOf(name) ? name[..name.LastIndexOf('.')] : name;
    }

    private static string? Below(string file, IEnumerable<string> folders) => folders
        .Select(folder => Path.GetRelativePath(folder, file))
        .Where(relative => relative.Split(Path.DirectorySeparatorChar)[0] != ".." && !Path.IsPathRooted(relative))
        .Select(Plain)
        .FirstOrDefault();

    private static string? BelowUsualFolder(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.GetFileName(folder) == UsualFolder) return Plain(Path.GetRelativePath(folder, file));
        return null;
    }
}
