using Alma.Config;
using Alma.Data.Stores;
using Alma.Experiments.Options;

namespace Alma.Experiments;

/// <summary>The imported data set that a config names, which may not be there yet.</summary>
/// <param name="Name">Of the data set.</param>
/// <param name="Folder">Where imported data sets are.</param>
public sealed record NamedDataset(string Name, StoreFolder Folder)
{
    /// <summary>Reads of a config which data set it learns from, and checks whatever else can be checked without it.</summary>
    /// <param name="classes">What its class names stand for.</param>
    /// <exception cref="ConfigException">It names none, or something in it is wrong.</exception>
    public static NamedDataset Of(Recipe recipe, IReadOnlyList<string> overrides, ClassNames classes)
    {
        var tree = ConfigTree.Load(recipe.Path, overrides, RunOptions.Settable);
        var named = OwnStreams.NamedIn(tree, classes)
            ?? throw new ConfigException(
                $"{tree.Find(RunKeys.Train)?.Origin}: {recipe.Name} learns from no data set of your own: set data, or "
                + $"{RunKeys.Train}.{RunKeys.ClassName}, to the name of one.");
        if (OwnStreams.InFull(tree, classes, named.Name) is { Count: > 0 } inFull)
            tree = ConfigTree.Load(recipe.Path, [.. overrides, .. inFull], RunOptions.Settable);
        ConfigBinder.Bind<RunOptions>(tree, classes);
        return named;
    }
}
