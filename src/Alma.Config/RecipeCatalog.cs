using Alma.Config.Composition;

namespace Alma.Config;

/// <summary>The recipes in some config folders. Of two with one name, the one in the earlier folder counts.</summary>
public sealed class RecipeCatalog(IEnumerable<string> folders)
{
    private readonly string[] folders = [.. folders];

    public IReadOnlyList<Recipe> List() =>
    [
        .. folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(ConfigFile.IsNameOf)
                .Select(path => RecipeAt(path, NameOf(Path.GetRelativePath(folder, path)))))
            .DistinctBy(recipe => recipe.Name)
            .OrderBy(recipe => recipe.Name, StringComparer.Ordinal),
    ];

    /// <param name="nameOrPath">The name of a recipe, with or without .yaml, or the path of any YAML file.</param>
    /// <exception cref="ConfigException">There is neither.</exception>
    public Recipe Find(string nameOrPath)
    {
        var recipes = List();
        var name = NameOf(nameOrPath);
        var isPath = ConfigFile.IsNameOf(nameOrPath) && File.Exists(nameOrPath);
        if (!isPath && recipes.FirstOrDefault(recipe => recipe.Name == name) is { } named) return named;
        if (!File.Exists(nameOrPath)) throw Unknown(nameOrPath, name, recipes);
        var full = Path.GetFullPath(nameOrPath);
        var listed = recipes.FirstOrDefault(recipe => Path.GetFullPath(recipe.Path) == full);
        var own = $"{Path.GetFileName(Path.GetDirectoryName(full))}/{Path.GetFileNameWithoutExtension(full)}".TrimStart('/');
        return RecipeAt(nameOrPath, listed?.Name ?? own);
    }

    private ConfigException Unknown(string nameOrPath, string name, IReadOnlyList<Recipe> recipes)
    {
        var stem = name.Split('/')[^1];
        var near = recipes.Where(recipe => recipe.Name.EndsWith('/' + stem)).Select(recipe => recipe.Name).ToList();
        if (near.Count == 0 && Spelling.Nearest(name, recipes.Select(recipe => recipe.Name)) is { } nearest) near.Add(nearest);
        var advice = near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near.Select(candidate => $"'{candidate}'"))}?";
        return new ConfigException(
            $"there is no recipe and no file '{nameOrPath}'.{advice} 'alma config list' shows the recipes in {string.Join(", ", folders)}.");
    }

    private static string NameOf(string path)
    {
        var name = path.Replace('\\', '/');
        return ConfigFile.IsNameOf(name) ? name[..name.LastIndexOf('.')] : name;
    }

    private static Recipe RecipeAt(string path, string name)
    {
        var firstLine = ConfigFile.Read(path).Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "";
        return new Recipe(name, path, firstLine.StartsWith('#') ? firstLine.TrimStart('#', ' ') : "");
    }
}
