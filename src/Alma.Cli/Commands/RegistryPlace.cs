using System.CommandLine;
using Alma.Config;
using Alma.Experiments.Options;
using Alma.Keeping.Promotion;
using Alma.Runs;
using Alma.Runs.Registry;

namespace Alma.Cli.Commands;

/// <summary>A registry that was named, by its folder or by a run that has one.</summary>
/// <param name="Options">Of the run; null where the registry itself was named.</param>
internal sealed record RegistryPlace(ModelRegistry Registry, RunOptions? Options)
{
    public static Argument<string> Argument() => new("registry")
    {
        Description = "A registry of models, or a run folder that has one.",
    };

    /// <exception cref="RunFolderException">There is no registry.</exception>
    /// <exception cref="ConfigException">The run's config is wrong.</exception>
    public static RegistryPlace Open(string typed)
    {
        var path = UserPath.Of(typed)!;
        if (ModelRegistry.IsAt(path) || !RunFolder.IsAt(path)) return new(ModelRegistry.Open(path), null);
        var run = RunFolder.Open(path);
        var options = ProgramDatasets.Options(run);
        var place = ModelPromotion.RegistryPath(run, options);
        return ModelRegistry.IsAt(place)
            ? new(ModelRegistry.Open(place), options)
            : throw new RunFolderException(
                $"{run.Path} has no registry of models yet ({place}). `{CommandName.Text} models add {ShellWord.Of(typed)}` makes one.");
    }

    /// <summary>The registry of a run, where there is one.</summary>
    public static ModelRegistry? Find(RunFolder run)
    {
        var place = PlaceOf(run);
        return ModelRegistry.IsAt(place) ? ModelRegistry.Open(place) : null;
    }

    // The models of a run are served whatever has become of its config, or by whichever program it is read.
    private static string PlaceOf(RunFolder run)
    {
        try
        {
            return ModelPromotion.RegistryPath(run, ProgramDatasets.Options(run));
        }
        catch (Exception unread) when (unread is ConfigException or IOException or UnauthorizedAccessException)
        {
            return run.ModelsFolder;
        }
    }
}
