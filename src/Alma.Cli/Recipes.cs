using Alma.Config;
using Alma.Launching;
using Alma.Launching.Folder;
using Alma.Runs;

namespace Alma.Cli;

/// <summary>
/// Where recipes are looked for: the folder asked for, <c>./configs</c>, <c>ALMA_CONFIGS</c>, and those that come with the program.
/// </summary>
internal static class Recipes
{
    /// <summary>What <c>alma run</c> runs when told nothing.</summary>
    public const string First = "digits/gmoe";

    /// <param name="folder">The only folder to look in, as Hydra's <c>--config-path</c> has it, or null.</param>
    /// <param name="further">A folder to look in besides, as Hydra's <c>--config-dir</c> has it, or null.</param>
    /// <exception cref="ConfigException">There is no such folder.</exception>
    public static RecipeCatalog Catalog(string? folder = null, string? further = null)
    {
        if (new[] { folder, further }.FirstOrDefault(asked => asked is not null && !Directory.Exists(asked)) is { } missing)
            throw new ConfigException($"there is no folder '{missing}' to look for recipes in.");
        var usual = Folders();
        List<string> searched = folder is null ? [.. usual] : [folder];
        if (further is not null) searched.Add(further);
        return new RecipeCatalog(searched, usual);
    }

    /// <summary>The recipe of a name or path. A config that a run or a sweep keeps is one of the recipe that it was made from.</summary>
    /// <param name="nameOrPath">What was named, or null for what the folders call <c>config.yaml</c>.</param>
    /// <exception cref="ConfigException">There is neither.</exception>
    public static Recipe Find(RecipeCatalog catalog, string? nameOrPath)
    {
        var recipe = nameOrPath is null ? catalog.Usual() : catalog.Find(nameOrPath);
        return KeptName(RealPath.Of(recipe.Path)) is { } name ? recipe with { Name = name } : recipe;
    }

    private static string? KeptName(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            if (RunFolder.IsAt(folder) && RunFolder.Open(folder) is var run && Path.GetFileName(run.ConfigFile) == Path.GetFileName(path))
                return RunManifest.Read(run).Recipe;
            return Path.GetDirectoryName(folder) is { } above && SweepFolder.At(above) is var sweep && File.Exists(sweep.RecordFile)
                && SweepRecord.Read(sweep).Jobs.Any(job => Path.GetFullPath(sweep.ConfigFile(job.Name)) == Path.GetFullPath(path))
                ? SweepRecord.Read(sweep).Recipe
                : null;
        }
        catch (Exception damaged) when (damaged is RunFolderException or LaunchException or IOException or UnauthorizedAccessException)
        {
            return null; // then it is called after its place
        }
    }

    private static List<string> Folders()
    {
        string?[] folders =
            ["configs", Environment.GetEnvironmentVariable("ALMA_CONFIGS"), Path.Combine(AppContext.BaseDirectory, "configs")];
        return [.. folders.OfType<string>().Where(Directory.Exists).DistinctBy(Path.GetFullPath)];
    }
}
