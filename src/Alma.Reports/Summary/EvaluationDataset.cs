using System.Text.RegularExpressions;
using Alma.Config;
using Alma.Runs;

namespace Alma.Reports.Summary;

/// <summary>
/// What a run's errors were measured on, in a few words such as <c>MNIST</c> or <c>EMNIST, split=letters</c>: the test set and how it is
/// used. Errors measured on different things do not stand beside each other.
/// </summary>
internal static partial class EvaluationDataset
{
    private const string Train = $"{RunKeys.Train}.";
    private const string Test = $"{RunKeys.Evaluation}.";
    private const string UsualMode = "all_tasks";

    private const string Next = "next";
    private const string Own = "Own";
    private const string Data = "data";

    /// <summary>They say where the data lies, or how the training set is cut, not what the examples are.</summary>
    private static readonly string[] aside = [RunKeys.ClassName, "directory", RunKeys.MegabatchCount, RunKeys.Seed, "wait"];

    /// <summary>They say how an imported data set is cut.</summary>
    private static readonly string[] cut = ["by", "period"];

    public static string Of(RunConfig config, RunManifest manifest)
    {
        var trained = Examples(config, Train);
        var tested = Examples(config, Test)
            ?? trained
            ?? (manifest.DatasetChecksums.Count > 0 ? string.Join(" and ", manifest.DatasetChecksums.Keys.Order()) : "unknown data set");
        var trainedOn = trained is null || trained == tested ? "" : $", trained on {trained}";
        var mode = config[RunKeys.EvaluationMode] ?? UsualMode;
        var modeNote = mode.Equals(UsualMode, StringComparison.OrdinalIgnoreCase) ? "" : $", mode={mode}";
        return tested + trainedOn + modeNote + (mode.Equals(Next, StringComparison.OrdinalIgnoreCase) ? Cut(config) : "");
    }

    // Tested on the megabatches themselves, how they are cut is what it is tested on.
    private static string Cut(RunConfig config) => string.Concat(
        from key in cut
        where config[Train + key] is { Length: > 0 } value && value is not ("random" or "null")
        select $", {key}={config[Train + key]}");

    private static string? Examples(RunConfig config, string section)
    {
        if (config[section + RunKeys.ClassName] is not { } name) return null;
        if (name == Own && config[section + Data] is { } imported) return imported;
        return string.Join(", ", config.Values
            .Where(value => value.Key.StartsWith(section, StringComparison.Ordinal) && !aside.Contains(value.Key[section.Length..]))
            .Select(value => $"{value.Key[section.Length..]}={value.Value}")
            .Prepend(ShortName(name)));
    }

    // The Python project writes crlapi.sl.streams.mnist.MNISTTrainAnytimeStream for MNIST.
    private static string ShortName(string name) => PythonEnding().Replace(name[(name.LastIndexOf('.') + 1)..], "");

    [GeneratedRegex("(Train|Evaluation)AnytimeStream$")]
    private static partial Regex PythonEnding();
}
