using System.Globalization;
using Alma.Config;
using Alma.Experiments.Options;
using Alma.Data;
using Alma.Learning;
using Alma.Learning.Architectures;
using Alma.Learning.Compute;
using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Learning.Training.Augmentations;

namespace Alma.Experiments;

/// <summary>
/// Refuses, when a config is checked, what its training would certainly fail at later:
/// the sizes of all updates follow from the config and the data set.
/// </summary>
internal static class PreflightChecks
{
    // Beyond the size asked for, to find one that leaves no single example.
    private const int SizesTried = 1000;

    /// <exception cref="ConfigException">
    /// An update would have nothing to train or validate on, or a batch that its network cannot be trained on.
    /// </exception>
    /// <exception cref="Learning.LearningException">The model does not fit the learner, or an augmentation the images.</exception>
    public static void Refuse(ConfigTree tree, RunOptions options)
    {
        DataFolderCheck.Refuse(tree, options);
        RefuseNoNext(tree, options);
        RefuseTinyMegabatches(tree, options);
        var dataset = options.Stream.Train.Dataset;
        RefuseMisfit(options.Clmodel, dataset);
        AugmentationChain.Of(options.Clmodel.KorniaAugs, dataset.Shape, dataset.Normalisation);
        UpdateSize[] updates = [.. options.Updates];
        RefuseEmpty(tree, updates);
        RefuseSingleExample(tree, options, updates);
    }

    private static void RefuseMisfit(LearnerOptions learner, DatasetEntry dataset)
    {
        try
        {
            learner.RefuseMisfit(dataset.Shape, dataset.ClassCount);
        }
        catch (ModelDoesNotGrowException refusal)
        {
            throw new LearningException($"{SettingKeys.Message(refusal)} Valid: {ArchitectureCatalog.GrowingModels}.");
        }
    }

    private static void RefuseNoNext(ConfigTree tree, RunOptions options)
    {
        if (options.MegabatchCount >= 1) return;
        throw At(
            tree, RunKeys.EvaluationMode,
            $"{RunKeys.EvaluationMode} is next, which tests on the megabatch after each one that is learned from, and there is only one. "
            + "Cut the data into two at least.");
    }

    private static void RefuseTinyMegabatches(ConfigTree tree, RunOptions options)
    {
        if (!options.Stream.Train.IsCutEvenly) return; // each update is looked at
        // Where it is waited for several megabatches, the fewest come at the end.
        var wait = Math.Min(options.Stream.Train.Wait, options.StreamLength);
        var fewest = options.StreamLength % wait is > 0 and var rest ? rest : wait;
        var smallest = fewest * (options.Stream.Train.Dataset.TrainCount / options.StreamLength);
        if (options.Clmodel.SplitProportions.HeldOut(smallest) > 0) return;
        throw At(
            tree,
            RunKeys.MegabatchCount,
            $"{RunKeys.MegabatchCount} is {options.StreamLength}, which leaves {smallest} of the "
            + $"{options.Stream.Train.Dataset.TrainCount} examples of {options.Stream.Train.Dataset.Name} to an update, "
            + $"and none of them to validate on at a {RunKeys.ValidationProportion} of "
            + $"{options.Clmodel.ValidationProportion.ToString(CultureInfo.InvariantCulture)}. "
            + "Use fewer megabatches or a larger proportion.",
            $"{RunKeys.Train}.{RunKeys.MegabatchCount}");
    }

    private static void RefuseEmpty(ConfigTree tree, UpdateSize[] updates)
    {
        if (Array.Find(updates, update => !update.HasBoth) is not { } empty) return;
        throw At(
            tree,
            RunKeys.ValidationProportion,
            $"of the {empty.ArrivedCount} examples that arrive with megabatch {empty.MegabatchIndex}, {empty.TrainingCount} are left to "
            + $"train on and {empty.ValidationCount} to validate on; "
            + $"both need at least one. Use fewer megabatches ({RunKeys.MegabatchCount}) or another {RunKeys.ValidationProportion}.");
    }

    private static void RefuseSingleExample(ConfigTree tree, RunOptions options, UpdateSize[] updates)
    {
        var (dataset, batchSize) = (options.Stream.Train.Dataset, options.Clmodel.TrainingBatchSize);
        if (!options.RefusesSingleExamples) return;
        if (Array.Find(updates, update => update.LeavesASingleExample(batchSize)) is not { } update) return;
        throw At(
            tree,
            RunKeys.TrainingBatchSize,
            $"{RunKeys.TrainingBatchSize} is {batchSize}, and with megabatch {update.MegabatchIndex} an update trains on "
            + $"{update.TrainingCount} examples, which leaves a batch of a single one. "
            + $"{BatchNormGuard.Reason}: of images {dataset.Shape} this model has a layer in which an image is one pixel. "
            + $"{Remedy(updates, batchSize)}");
    }

    private static string Remedy(UpdateSize[] updates, int batchSize)
    {
        var fitting = Enumerable.Range(1, SizesTried).Select(more => batchSize + (long)more)
            .FirstOrDefault(size => size <= int.MaxValue && !updates.Any(update => update.LeavesASingleExample((int)size)));
        return fitting > 0
            ? $"Use another batch size, such as {fitting}."
            : $"Use fewer megabatches ({RunKeys.MegabatchCount}), so that more examples arrive together.";
    }

    private static ConfigException At(ConfigTree tree, string key, string problem, string? nearerKey = null)
    {
        var origin = ((nearerKey is null ? null : tree.Find(nearerKey)) ?? tree.Find(key))?.Origin;
        return new ConfigException(origin is null ? problem : $"{origin}: {problem}");
    }
}
