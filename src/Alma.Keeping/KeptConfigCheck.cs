using Alma.Config;
using Alma.Experiments;
using Alma.Experiments.Options;
using Alma.Files;
using Alma.Keeping.Promotion;

namespace Alma.Keeping;

/// <summary>Refuses what a run without an end cannot have.</summary>
public static class KeptConfigCheck
{
    /// <exception cref="ConfigException">The config asks for an end, or for a stream that dumps cannot be added to.</exception>
    public static void Refuse(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var options = request.Options;
        if (options.Stream.Train is not OwnTrainOptions train)
            throw At(request, RunKeys.Train, $"{options.Stream.Train.Dataset.Name} gets no dumps: only data that was imported does.");
        if (train.By != StreamCut.Dump)
            throw At(request, RunKeys.Cut, $"a run without an end learns from dumps as they come: leave {RunKeys.Cut} out.");
        if (options.StopAfter is not null)
            throw At(request, RunKeys.StopAfter, $"a run without an end does not stop after megabatches: leave {RunKeys.StopAfter} out.");
        if (options.Evaluation.Mode == EvaluationMode.Next)
            throw At(
                request, RunKeys.EvaluationMode,
                $"{RunKeys.EvaluationMode} is next, which learns from a dump only when the one after it has come. Set a part of each "
                + "dump aside to test on, and leave it out.");
    }

    /// <exception cref="ConfigException">The program to run after promotions is none that can be run.</exception>
    public static void RefuseHook(RunRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = request.Options.Promote;
        if (new PromotionHook(asked.Hook, TimeSpan.FromSeconds(asked.HookSeconds)).Wrong is { } wrong)
            throw At(request, RunKeys.Hook, wrong);
    }

    /// <summary>What is in an inbox is moved, and what comes into it is taken for a dump.</summary>
    /// <param name="folder">Of Alma's own files.</param>
    /// <exception cref="ConfigException">One of the two is in the other.</exception>
    public static void RefuseNested(string inbox, string folder)
    {
        var (one, other) = (Real(inbox), Real(folder));
        if (!IsIn(one, other) && !IsIn(other, one)) return;
        throw new ConfigException(
            $"the inbox {inbox} and {folder}, where Alma has its own files, are in one another. Take another folder for the inbox.");
    }

    private static bool IsIn(string path, string folder) => $"{path}/".StartsWith($"{folder}/", StringComparison.Ordinal);

    private static string Real(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return FileKinds.Of(full) == FileKind.Link && Directory.ResolveLinkTarget(full, returnFinalTarget: true) is { } target
            ? target.FullName
            : full;
    }

    private static ConfigException At(RunRequest request, string key, string problem) =>
        new(request.Config.Find(key)?.Origin is { } origin ? $"{origin}: {problem}" : problem);
}
