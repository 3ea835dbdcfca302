namespace Alma.Runs.Catalog;

/// <summary>Finds the run that the same command began before, so that it can be gone on with.</summary>
public static class RunSearch
{
    /// <summary>
    /// Among the runs of a recipe that were given no folder, those of one config: the newest that is not done, else the newest.
    /// Null where there is none.
    /// </summary>
    /// <param name="isOfConfig">Whether a run is of that config.</param>
    /// <param name="root">The folder that holds all runs (default <c>runs</c>).</param>
    public static RunFolder? Newest(string recipe, Func<RunFolder, bool> isOfConfig, string root = RunPath.Root)
    {
        var path = RunPath.OfRecipe(recipe, root);
        if (!Directory.Exists(path)) return null;
        return Directory.EnumerateDirectories(path)
            .Where(RunFolder.IsAt)
            .Select(RunFolder.At)
            .Where(isOfConfig)
            .Select(folder => (Folder: folder, Manifest: Manifest(folder)))
            .Where(run => run.Manifest?.Recipe == recipe)
            .OrderBy(run => run.Manifest!.State == RunState.Done)
            .ThenByDescending(run => run.Manifest!.Started)
            .FirstOrDefault().Folder;
    }

    private static RunManifest? Manifest(RunFolder folder)
    {
        try
        {
            return RunManifest.Read(folder);
        }
        catch (Exception fault) when (RunFault.Matches(fault))
        {
            return null; // a damaged one is not gone on with unless its path is given
        }
    }
}
