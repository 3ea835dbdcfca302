using Alma.Config;
using Alma.Experiments.Options;

namespace Alma.Experiments;

/// <summary>What is to be run: a config, read and checked before anything is written.</summary>
public sealed record RunRequest(string Recipe, ConfigTree Config, RunOptions Options, IReadOnlyList<string> CommandLine)
{
    /// <summary>Reads a recipe with overrides.</summary>
    /// <exception cref="ConfigException">Something in it is wrong.</exception>
    public static RunRequest Read(Recipe recipe, IReadOnlyList<string> overrides, IReadOnlyList<string> commandLine)
    {
        var tree = ConfigTree.Load(recipe.Path, overrides, RunOptions.Settable);
        return new RunRequest(recipe.Name, tree, Bind(tree), commandLine);
    }

    /// <summary>The resolved config without what only other keys referred to: what the run folder keeps, and what it can be run from again.</summary>
    public string ResolvedYaml() => Config.WithoutVariables<RunOptions>().ToYaml();

    private static RunOptions Bind(ConfigTree tree)
    {
        var options = ConfigBinder.Bind<RunOptions>(tree, KnownClasses.Names);
        var (train, test) = (options.Stream.Train.Dataset, options.Stream.Evaluation.Dataset);
        return train == test
            ? options
            : throw new ConfigException($"{tree.Find("stream.evaluation")!.Origin}: stream.evaluation tests on {test.Name}, but stream.train learns from {train.Name}; both must be of one data set.");
    }
}
