namespace Alma.Config;

/// <summary>What is said of a name that no recipe has.</summary>
internal static class UnknownRecipe
{
    private const int MaxListed = 30;

    public static ConfigException Error(string nameOrPath, IReadOnlyList<string> recipes, IReadOnlyList<string> folders)
    {
        var name = RecipeName.Plain(nameOrPath).TrimEnd('/');
        List<string> within = [.. recipes.Where(recipe => name.Length > 0 && recipe.StartsWith(name + '/', StringComparison.Ordinal))];
        if (within.Count > 0) return new ConfigException($"'{nameOrPath}' is a folder of recipes. Name one of them: {Listed(within)}.");
        var shown = nameOrPath.Length == 0 ? "''" : $"'{nameOrPath}'";
        return new ConfigException(
            $"there is no recipe and no file {shown}.{Advice(name, recipes)} 'alma config list' shows the recipes "
            + $"in {string.Join(", ", folders)}.");
    }

    public static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxListed)) + (names.Count > MaxListed ? $" and {names.Count - MaxListed} more" : "");

    private static string Advice(string name, IReadOnlyList<string> recipes)
    {
        var stem = name.Split('/')[^1];
        var near = recipes.Where(recipe => recipe.EndsWith('/' + stem)).ToList();
        if (near.Count == 0 && Spelling.Nearest(name, recipes) is { } nearest) near.Add(nearest);
        if (near.Count > 0) return $" Did you mean {string.Join(" or ", near.Select(candidate => $"'{candidate}'"))}?";
        return recipes.Count is > 0 and <= MaxListed && recipes.All(recipe => !recipe.Contains('/'))
            ? $" There are: {Listed(recipes)}."
            : "";
    }
}
