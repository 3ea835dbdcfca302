using Alma.Config;
using Alma.Experiments.Options;

namespace Alma.Experiments;

/// <summary>Refuses folders of data that nothing would look into: who names one would learn from something else than meant.</summary>
internal static class DataFolderCheck
{
    /// <exception cref="ConfigException">A <c>directory</c> has no effect.</exception>
    public static void Refuse(ConfigTree tree, RunOptions options)
    {
        var streams = options.Stream;
        RefuseOfBuiltIn(tree, options, streams.Train, RunKeys.Train);
        RefuseOfBuiltIn(tree, options, streams.Evaluation, RunKeys.Evaluation);
        if (streams.Evaluation.Directory is { } tested && tested != options.DataFolder)
            throw At(
                tree, $"{RunKeys.Evaluation}.{RunKeys.Directory}",
                $"{RunKeys.Evaluation}.{RunKeys.Directory} is {tested}, but the data is read from "
                + $"{options.DataFolder ?? "the usual data folder"}: training and test set lie in one folder. "
                + $"Set {RunKeys.Train}.{RunKeys.Directory} to it too, or leave both out.");
    }

    // The folder of all data sets may well be named where the one that is learned from does not need it.
    private static void RefuseOfBuiltIn(ConfigTree tree, RunOptions options, StreamOptions stream, string key)
    {
        if (stream is not (DigitsTrainOptions or DigitsEvaluationOptions)) return;
        if (stream.Directory is not { } directory || directory == options.DataDir) return;
        throw new OwnDataException(
            Placed(
                tree, $"{key}.directory",
                $"{key} is the built-in data set Digits, which lies in no folder, and {key}.directory is {directory}. Leave it out."),
            ImportNeed.Import, key, directory);
    }

    private static ConfigException At(ConfigTree tree, string key, string problem) => new(Placed(tree, key, problem));

    private static string Placed(ConfigTree tree, string key, string problem) =>
        tree.Find(key)?.Origin is { } origin ? $"{origin}: {problem}" : problem;
}
