using Alma.Config;
using Alma.Data;
using Alma.Experiments;
using Alma.Experiments.Options;
using Alma.Runs;

namespace Alma.Cli;

/// <summary>The data sets that this program adds to Alma's: none in <c>alma</c> itself. Set once, before a command is read.</summary>
internal static class ProgramDatasets
{
    private static IReadOnlyList<ProgramDataset> added = [];

    public static ClassNames Classes => added.Aggregate(KnownClasses.Names, (classes, dataset) => dataset.AddTo(classes));

    public static void Add(IReadOnlyList<ProgramDataset> datasets) => added = datasets;

    /// <summary>Reads a config, in which the classes of these data sets are known.</summary>
    /// <inheritdoc cref="RunRequest.Read" path="/exception"/>
    public static RunRequest Read(
        Recipe recipe, IReadOnlyList<string> overrides, IReadOnlyList<string> commandLine, bool isOpen = false) =>
        RunRequest.Read(recipe, overrides, commandLine, Classes, isOpen);

    /// <summary>The config of a run, without a look at its data.</summary>
    /// <exception cref="ConfigException">It is wrong.</exception>
    public static RunOptions Options(RunFolder run) =>
        ConfigBinder.Bind<RunOptions>(ConfigTree.Load(run.ConfigFile, [], RunOptions.Settable), Classes);

    /// <summary>Reads a data set.</summary>
    /// <exception cref="DatasetException">A file is missing or wrong.</exception>
    public static ImageDataset Load(DatasetEntry entry, string folder) =>
        added.FirstOrDefault(dataset => dataset.Name == entry.Name) is { } mine ? mine.Load() : DatasetLoader.Load(entry, folder);
}
