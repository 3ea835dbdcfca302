using System.IO.Enumeration;
using Alma.Config.Composition;

namespace Alma.Config;

/// <summary>The recipes in some config folders. Of two with one name, the one in the earlier folder counts.</summary>
/// <param name="folders">Where recipes are looked for.</param>
/// <param name="named">
/// Folders whose recipes are called by their paths from there, wherever they are looked for; by default the same.
/// </param>
public sealed class RecipeCatalog(IEnumerable<string> folders, IEnumerable<string>? named = null)
{
    private const string UsualName = "config";

    private readonly string[] folders = [.. folders];
    private readonly string[] namingFolders = [.. named ?? folders];

    /// <summary>All recipes that can be read.</summary>
    /// <param name="skipped">Is told of each file that cannot, and why.</param>
    public IReadOnlyList<Recipe> List(Action<string>? skipped = null)
    {
        var recipes = new List<Recipe>();
        foreach (var (name, path) in Files())
        {
            try
            {
                recipes.Add(new Recipe(name, path, DescriptionOf(path)));
            }
            catch (ConfigException unreadable)
            {
                skipped?.Invoke(unreadable.Message);
            }
        }

        return recipes;
    }

    /// <summary>The names of all recipes; no file is opened.</summary>
    public IReadOnlyList<string> Names() => [.. Files().Select(file => file.Name)];

    /// <summary>Looks only where the name or path points, so that no other file matters.</summary>
    /// <param name="nameOrPath">The name of a recipe, with or without .yaml, or the path of any YAML file.</param>
    /// <exception cref="ConfigException">There is neither.</exception>
    public Recipe Find(string nameOrPath) => TryFind(nameOrPath) ?? throw UnknownRecipe.Error(nameOrPath, Names(), folders);

    /// <summary>As <see cref="Find"/>; null where there is neither.</summary>
    public Recipe? TryFind(string nameOrPath)
    {
        string?[] places = ConfigFile.IsNameOf(nameOrPath)
            ? [nameOrPath, InFolders(nameOrPath)]
            : [InFolders(nameOrPath), nameOrPath, nameOrPath + ConfigFile.Extension];
        return places.FirstOrDefault(File.Exists) is { } path
            ? new Recipe(RecipeName.Of(path, namingFolders), path, DescriptionOf(path))
            : null;
    }

    /// <summary>The recipe of folders for which none is named: <c>config.yaml</c>, as Hydra's users call it.</summary>
    /// <exception cref="ConfigException">There is none: the message lists what is there.</exception>
    public Recipe Usual()
    {
        if (InFolders(UsualName) is not null) return Find(UsualName);
        var there = Names();
        throw new ConfigException(there.Count == 0
            ? $"no recipe was named, and there is no YAML file in {string.Join(", ", folders)}."
            : $"no recipe was named, and {string.Join(", ", folders)} has no {UsualName}{ConfigFile.Extension} to take then. "
                + $"Name one with -cn: {UnknownRecipe.Listed(there)}.");
    }

    private string? InFolders(string nameOrPath)
    {
        var name = RecipeName.Plain(nameOrPath);
        return folders
            .Where(folder =>
                name.Length > 0
                && !Path.IsPathRooted(name)
                && !Path.GetRelativePath(folder, Path.Combine(folder, name)).StartsWith("..", StringComparison.Ordinal))
            .SelectMany(folder => ConfigFile.Extensions.Select(extension => Path.Combine(folder, name + extension)))
            .FirstOrDefault(File.Exists);
    }

    private IEnumerable<(string Name, string Path)> Files() => folders.Where(Directory.Exists)
        .SelectMany(folder => RecipeFiles.Below(folder)
            .Select(path => (Name: RecipeName.Plain(Path.GetRelativePath(folder, path)), path)))
        .DistinctBy(file => file.Name)
        .OrderBy(file => file.Name, StringComparer.Ordinal);

    private static string DescriptionOf(string path)
    {
        var line = ConfigFile.FirstLine(path);
        return line.StartsWith('#') ? line.TrimStart('#', ' ') : "";
    }
}

/// <summary>A config file under the name by which it is called, such as <c>mnist/test_usage_gmoe</c>.</summary>
/// <param name="Name">With forward slashes, without extension.</param>
/// <param name="Path">Where the file is.</param>
/// <param name="Description">The first comment line above the file's content, or empty.</param>
public sealed record Recipe(string Name, string Path, string Description);

/// <summary>Finds the YAML files below a folder, linked folders included; none is opened.</summary>
internal static class RecipeFiles
{
    private static readonly EnumerationOptions everywhere =
        new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None, MaxRecursionDepth = 16 };

    public static IEnumerable<string> Below(string folder) =>
        new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), everywhere)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && ConfigFile.IsNameOf(entry.FileName.ToString()),
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.Attributes.HasFlag(FileAttributes.ReparsePoint) || !LeadsAbove(entry.ToFullPath()),
        };

    // Whoever links folders in a circle would be followed again and again.
    private static bool LeadsAbove(string link) =>
        $"{RealPath.Of(Path.GetDirectoryName(link)!)}/".StartsWith($"{RealPath.Of(link).TrimEnd('/')}/", StringComparison.Ordinal);
}
