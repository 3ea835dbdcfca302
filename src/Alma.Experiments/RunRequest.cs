using Alma.Config;
using Alma.Data.Stores;
using Alma.Experiments.Options;
using Alma.Runs;
using Alma.Runs.TensorBoard;

namespace Alma.Experiments;

/// <summary>What is to be run: a config, read and checked before anything is written.</summary>
public sealed record RunRequest(string Recipe, ConfigTree Config, RunOptions Options, IReadOnlyList<string> CommandLine)
{
    /// <summary>Reads a recipe with overrides.</summary>
    /// <param name="classes">What its class names stand for; by default <see cref="KnownClasses.Names"/>.</param>
    /// <exception cref="ConfigException">Something in it is wrong.</exception>
    /// <exception cref="Learning.LearningException">The model does not fit the learner or the images.</exception>
    /// <param name="isOpen">Whether megabatches may come to those of its data set.</param>
    public static RunRequest Read(
        Recipe recipe, IReadOnlyList<string> overrides, IReadOnlyList<string> commandLine, ClassNames? classes = null, bool isOpen = false)
    {
        var tree = ConfigTree.Load(recipe.Path, overrides, RunOptions.Settable);
        var names = classes ?? KnownClasses.Names;
        if (OwnStreams.InFull(tree, names) is { Count: > 0 } inFull)
            tree = ConfigTree.Load(recipe.Path, [.. overrides, .. inFull], RunOptions.Settable);
        var options = Bind(tree, names, isOpen);
        return new RunRequest(recipe.Name, ConfigBinder.Typed<RunOptions>(tree, names), options, commandLine)
        {
            ClassNames = names,
            Values = OptionValues.Of(options, names),
            YamlAsWritten = tree.WithoutVariables<RunOptions>().ToYaml(),
        };
    }

    /// <summary>What the class names of the config stand for.</summary>
    internal ClassNames ClassNames { get; private init; } = new();

    /// <summary>
    /// All values that the config comes to, those of defaults too: what tells it from another, however either is written.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Values { get; private init; } = new Dictionary<string, object?>();

    /// <summary>The resolved config as versions before this one kept it: values as they were written.</summary>
    public string YamlAsWritten { get; private init; } = "";

    /// <summary>
    /// The same for a run that was begun: of an imported data set that has got dumps since, it keeps to those that it began with.
    /// </summary>
    /// <exception cref="ConfigException">The data set is not there any more.</exception>
    public RunRequest KeepingTo(RunManifest begun) => this with { Options = OwnStreams.Find(Config, Options, OwnStreams.BegunWith(begun)) };

    /// <summary>The same for a run without an end, with a part of the dumps that its data set has.</summary>
    /// <exception cref="ConfigException">That part is nothing to learn from by this config.</exception>
    public RunRequest OnDumps(Func<Store, Store> part)
    {
        var options = OwnStreams.Find(Config, Options, part, isOpen: true);
        PreflightChecks.Refuse(Config, options);
        return this with { Options = options };
    }

    /// <summary>Whether it is of a run without an end.</summary>
    public bool IsOpen => Options.Stream.Train.IsOpen;

    /// <summary>The keys that the config leaves out, with the values that they have then, as text.</summary>
    public IReadOnlyDictionary<string, string> Defaults() => new OrderedDictionary<string, string>(
        Values.Where(value => Config.Find(value.Key) is null)
            .Select(value => KeyValuePair.Create(value.Key, OptionValues.Text(value.Value))));

    /// <summary>
    /// The resolved config, values written in the types of their keys, without what only other keys referred to: what the run folder keeps,
    /// and what it can be run from again.
    /// </summary>
    public string ResolvedYaml() => Config.WithoutVariables<RunOptions>().ToYaml();

    /// <summary>
    /// What runs are told apart by: the values of the config without those that say where it is left and how it is logged.
    /// </summary>
    public IReadOnlyList<HyperParameter> HyperParameters() => ConfigValues.Of(Config.WithoutVariables<RunOptions>().Top);

    private static void RefuseOtherImages(ConfigTree tree, RunOptions options)
    {
        var main = options.Stream.Train.Dataset;
        foreach (var (other, k) in options.Stream.FurtherEvaluation.Select((stream, k) => (stream.Dataset, k)))
            if (other.Shape != main.Shape || other.ClassCount != main.ClassCount)
                throw new ConfigException(
                    $"{tree.Find($"{RunKeys.FurtherEvaluation}.{k}")?.Origin}: "
                    + $"{other.Name} has images {other.Shape} of {other.ClassCount} classes, "
                    + $"but the learner learns {main.Name}, {main.Shape} of {main.ClassCount}; a further test set must be alike.");
    }

    /// <summary>The options of a tree, checked as a whole.</summary>
    internal static RunOptions Bind(ConfigTree tree, ClassNames classes, bool isOpen = false)
    {
        var options = OwnStreams.Find(tree, ConfigBinder.Bind<RunOptions>(tree, classes), isOpen: isOpen);
        PreflightChecks.Refuse(tree, options);
        var (train, test) = (options.Stream.Train.Dataset, options.Stream.Evaluation.Dataset);
        RefuseOtherImages(tree, options);
        return train == test
            ? options
            : throw new ConfigException(
                $"{tree.Find(RunKeys.Evaluation)!.Origin}: {RunKeys.Evaluation} tests on {test.Name}, but {RunKeys.Train} learns from "
                + $"{train.Name}; both must be of one data set.");
    }
}
