namespace Alma.Runs.Catalog;

/// <summary>Finds the run that the same command began before, so that it can be gone on with.</summary>
public static class RunSearch
{
    /// <summary>
    /// Among the runs of a recipe that were given no folder, those of this config: the newest that is not done, else the newest.
    /// Null where there is none.
    /// </summary>
    /// <param name="resolvedConfig">The text of the resolved configuration.</param>
    /// <param name="root">The folder that holds all runs (default <c>runs</c>).</param>
    public static RunFolder? Newest(string recipe, string resolvedConfig, string root = RunPath.Root)
    {
        var path = RunPath.OfRecipe(recipe, root);
        if (!Directory.Exists(path)) return null;
        return Directory.EnumerateDirectories(path)
            .Where(RunFolder.IsAt)
            .Select(RunFolder.At)
            .Where(folder => TryConfig(folder) == resolvedConfig)
            .Select(folder => (Folder: folder, Manifest: Manifest(folder)))
            .Where(run => run.Manifest?.Recipe == recipe)
            .OrderBy(run => run.Manifest!.State == RunState.Done)
            .ThenByDescending(run => run.Manifest!.Started)
            .FirstOrDefault().Folder;
    }

    /// <summary>The run at a path, or null where there is none.</summary>
    /// <exception cref="RunFolderException">The run there is of another config.</exception>
    public static RunFolder? At(string path, string resolvedConfig)
    {
        if (!RunFolder.IsAt(path)) return null;
        var folder = RunFolder.Open(path);
        var (there, asked) = (Lines(Config(folder)), Lines(resolvedConfig));
        if (there.SequenceEqual(asked)) return folder;
        throw new RunFolderException(
            $"{path} holds a run of another config: it has '{First(there, asked)}' where '{First(asked, there)}' was asked for. Choose another run_dir, or go on with that one: alma resume {path}.");
    }

    private static string? Config(RunFolder folder) => File.Exists(folder.ConfigFile) ? folder.ReadConfig() : null;

    private static string? TryConfig(RunFolder folder)
    {
        try
        {
            return Config(folder);
        }
        catch (Exception fault) when (RunFault.IsOne(fault))
        {
            return null;
        }
    }

    private static RunManifest? Manifest(RunFolder folder)
    {
        try
        {
            return RunManifest.Read(folder);
        }
        catch (Exception fault) when (RunFault.IsOne(fault))
        {
            return null; // a damaged one is not gone on with unless its path is given
        }
    }

    private static string[] Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string First(string[] lines, string[] others)
    {
        var common = lines.Zip(others).TakeWhile(pair => pair.First == pair.Second).Count();
        return common < lines.Length ? lines[common].Trim() : "nothing more";
    }
}
