namespace Alma.Runs;

/// <summary>
/// The folders in which nothing is written through a link, since somebody else may have prepared them: those of runs and of sweeps.
/// </summary>
public static class OwnFolder
{
    private const string SweepRecord = "sweep.json";
    private const int MostLevels = 8;

    /// <summary>The run's or sweep's folder that a path is in, the outermost of the nearest levels; null where it is in none.</summary>
    public static string? Around(string path)
    {
        string? found = null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        for (var level = 0; folder is not null && level < MostLevels; level++, folder = Path.GetDirectoryName(folder))
        {
            if (RunFolder.IsAt(folder) || File.Exists(Path.Combine(folder, SweepRecord))) found = folder;
        }

        return found;
    }
}
