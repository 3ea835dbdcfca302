using Alma.Config;
using Alma.Data;
using Alma.Data.Stores;
using Alma.Experiments.Options;
using Alma.Learning;
using Alma.Learning.Architectures.Perceptron;
using Alma.Runs;

namespace Alma.Experiments;

/// <summary>Finds the imported data sets that a config names.</summary>
internal static class OwnStreams
{
    private const string Train = RunKeys.Train;
    private const string Evaluation = RunKeys.Evaluation;
    private const string ClassOfTrain = $"{Train}.{RunKeys.ClassName}";
    private const string Class = "Own";

    /// <summary>Options whose streams know their data.</summary>
    /// <param name="part">The part of the data set that is learned from; null for all there is.</param>
    /// <param name="isOpen">Whether dumps may come to it.</param>
    /// <exception cref="ConfigException">There is no such data set, or it does not fit.</exception>
    public static RunOptions Find(ConfigTree tree, RunOptions options, Func<Store, Store>? part = null, bool isOpen = false)
    {
        if (options.Stream.FurtherEvaluation.OfType<OwnEvaluationOptions>().FirstOrDefault() is { } further)
            throw At(tree, RunKeys.FurtherEvaluation, $"{further.Data} is an imported data set, and no further test set can be one.");
        if (options.Stream.Train is not OwnTrainOptions train)
            return options.Stream.Evaluation is OwnEvaluationOptions alone
                ? throw At(tree, Evaluation, Differ(alone.Data, options.Stream.Train.Dataset.Name))
                : options;
        if (options.Stream.Evaluation is not OwnEvaluationOptions evaluation)
            throw At(tree, Evaluation, Differ(options.Stream.Evaluation.Dataset.Name, train.Data));
        if (evaluation.Data != train.Data) throw At(tree, Evaluation, Differ(evaluation.Data, train.Data));
        try
        {
            var store = new StoreFolder(options.DataFolder ?? DatasetFolder.DefaultPath(DatasetFolder.Variable)).Open(train.Data);
            var found = OwnStream.Of(part is null ? store : part(store), train, options.StreamLength, isOpen);
            Refuse(tree, options, found);
            return options with
            {
                Stream = options.Stream with { Train = train with { Found = found }, Evaluation = evaluation with { Found = found } },
            };
        }
        catch (NoTimesException without)
        {
            throw new OwnDataException(Placed(tree, Train, without.Message), ImportNeed.Times, Train);
        }
        catch (Exception unfit) when (unfit is DatasetException or LearningException)
        {
            throw new ConfigException(Placed(tree, Train, SettingKeys.Message(unfit)), unfit);
        }
    }

    /// <summary>The dumps of a data set that a run began with, by the checksums in its manifest.</summary>
    public static Func<Store, Store> BegunWith(RunManifest manifest) => store =>
        manifest.DatasetChecksums.GetValueOrDefault(store.Name) is { } files
        && files.Keys.Select(file => file.Split('/')[0]).Distinct().Count() is >= 1 and var count
        && count < store.Manifest.Dumps.Count
            ? store.WithFirstDumps(count)
            : store;

    /// <summary>
    /// The overrides that say in full what <c>stream.train.class_name=NAME</c> of an imported data set means; none where it is a class.
    /// </summary>
    public static IReadOnlyList<string> InFull(ConfigTree tree, ClassNames classes)
    {
        if (tree.Find(ClassOfTrain) is not ConfigScalar { Value: string name }) return [];
        return FolderOf(tree).Has(name) ? InFull(tree, classes, name) : [];
    }

    /// <summary>The same for a data set that may not be there yet.</summary>
    public static IReadOnlyList<string> InFull(ConfigTree tree, ClassNames classes, string name)
    {
        if (tree.Find(ClassOfTrain) is not ConfigScalar { Value: string written } || written != name) return [];
        if (classes.Find(typeof(TrainStreamOptions), name) is not null) return [];
        return
        [
            $"{ClassOfTrain}={Class}", $"++{Train}.data='{name}'",
            $"++{Evaluation}.{RunKeys.ClassName}={Class}", $"++{Evaluation}.data='{name}'",
        ];
    }

    /// <summary>The imported data set that a config names, be it there or not; null where it names none.</summary>
    public static NamedDataset? NamedIn(ConfigTree tree, ClassNames classes)
    {
        if (tree.Find(ClassOfTrain) is not ConfigScalar { Value: string name }) return null;
        if (classes.Find(typeof(TrainStreamOptions), name) is not { } known) return new(name, FolderOf(tree));
        return known == typeof(OwnTrainOptions) && tree.Find($"{Train}.data") is ConfigScalar { Value: string data }
            ? new(data, FolderOf(tree))
            : null;
    }

    private static StoreFolder FolderOf(ConfigTree tree)
    {
        var written = tree.Find($"{Train}.{RunKeys.Directory}") ?? tree.Find(RunKeys.DataFolder);
        var folder = written is ConfigScalar { Value: string { Length: > 0 } asked }
            ? asked
            : DatasetFolder.DefaultPath(DatasetFolder.Variable);
        return new StoreFolder(UserPath.Of(folder)!);
    }

    private static void Refuse(ConfigTree tree, RunOptions options, OwnStream found)
    {
        if (found.Entry.TestCount == 0 && options.Evaluation.Mode != EvaluationMode.Next)
            throw new OwnDataException(
                Placed(tree, Train, $"{found.Entry.Name} has no examples to test on."), ImportNeed.Tests, Train);
        if (!found.Entry.IsTable) return;
        if (options.Clmodel.Model is not MlpOptions)
            throw At(
                tree, RunKeys.Model,
                $"{found.Entry.Name} is a table, and this model takes images. Models for tables are MLP and the MoE_MLP kinds, "
                + "as in own/mlp and own/gmoe.");
        if (options.Clmodel.KorniaAugs is { Length: > 0 })
            throw At(
                tree, RunKeys.Augmentations,
                $"{found.Entry.Name} is a table, and {RunKeys.Augmentations} change images: leave them out.");
    }

    private static string Differ(string tested, string learned) =>
        $"{RunKeys.Evaluation} tests on {tested}, but {RunKeys.Train} learns from {learned}; both must be of one data set.";

    private static ConfigException At(ConfigTree tree, string key, string problem) => new(Placed(tree, key, problem));

    private static string Placed(ConfigTree tree, string key, string problem) =>
        tree.Find(key)?.Origin is { } origin ? $"{origin}: {problem}" : problem;
}
