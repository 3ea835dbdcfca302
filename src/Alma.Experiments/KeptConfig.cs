using Alma.Config;
using Alma.Learning;
using Alma.Runs;

namespace Alma.Experiments;

/// <summary>The config that a run folder keeps, beside one that is asked for.</summary>
public static class KeptConfig
{
    /// <summary>A run by itself does not look at it.</summary>
    private const string WithoutEffect = RunKeys.SweepFolder;

    /// <summary>
    /// In what a run's config differs from the one asked for; however either is written, the same values are the same config.
    /// </summary>
    /// <exception cref="ConfigException">The config in the folder cannot be read any more.</exception>
    /// <exception cref="LearningException">The same.</exception>
    public static IReadOnlyList<ValueDifference> Differences(RunFolder folder, RunRequest asked)
    {
        var kept = RunRequest.Read(new Recipe(asked.Recipe, folder.ConfigFile, ""), [], [], asked.ClassNames, asked.IsOpen);
        return [.. OptionValues.Differences(kept.Values, asked.Values).Where(difference => difference.Key != WithoutEffect)];
    }

    /// <summary>Whether it is the same config; one that cannot be read is not.</summary>
    public static bool IsSame(RunFolder folder, RunRequest asked)
    {
        try
        {
            return File.Exists(folder.ConfigFile) && Differences(folder, asked).Count == 0;
        }
        catch (Exception unreadable) when (unreadable is ConfigException or LearningException)
        {
            return false;
        }
    }
}
