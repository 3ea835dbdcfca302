using Alma.Config;

namespace Alma.Cli;

/// <summary>Where recipes are looked for: the folder asked for, <c>./configs</c>, <c>ALMA_CONFIGS</c>, and those that come with the program.</summary>
internal static class Recipes
{
    /// <summary>What <c>alma run</c> runs when told nothing.</summary>
    public const string First = "digits/gmoe";

    /// <param name="folder">The only folder to look in, as Hydra's <c>--config-path</c> has it, or null.</param>
    /// <exception cref="ConfigException">There is no such folder.</exception>
    public static RecipeCatalog Catalog(string? folder)
    {
        if (folder is null) return new RecipeCatalog(Folders());
        return Directory.Exists(folder) ? new RecipeCatalog([folder]) : throw new ConfigException($"there is no folder '{folder}' to look for recipes in.");
    }

    private static List<string> Folders()
    {
        string?[] folders = ["configs", Environment.GetEnvironmentVariable("ALMA_CONFIGS"), Path.Combine(AppContext.BaseDirectory, "configs")];
        return [.. folders.OfType<string>().Where(Directory.Exists).DistinctBy(Path.GetFullPath)];
    }
}
