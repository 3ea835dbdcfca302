namespace Alma.Config;

/// <summary>
/// The keys of a run's config that are read by name where no options are bound: by reports and sweeps, which do not know learning.
/// A test holds them to the options.
/// </summary>
public static class RunKeys
{
    /// <summary>What says which kind of options a section is.</summary>
    public const string ClassName = "class_name";

    /// <summary>The section of the examples that are learned from.</summary>
    public const string Train = "stream.train";

    /// <summary>The section of those that are tested on.</summary>
    public const string Evaluation = "stream.evaluation";

    /// <summary>An update comes at every so many megabatches.</summary>
    public const string Wait = $"{Train}.wait";

    public const string EvaluationMode = "evaluation.mode";

    public const string MaxEpochs = "clmodel.max_epochs";

    public const string RoundCount = "clmodel.n_rounds";

    public const string Seed = "seed";

    /// <summary>The number of a replicate, which does as a seed does.</summary>
    public const string Replicate = "run";

    public const string RunFolder = "run_dir";

    public const string SweepFolder = "sweep_dir";

    /// <summary>
    /// Top keys that say where a run is kept, what is written of it and how fast it computes.
    /// What is learned they change by rounding at most, as <c>threads</c> does.
    /// </summary>
    private static readonly string[] leftOut =
        [RunFolder, SweepFolder, "data_dir", "threads", "logger", "checkpoint", "registry", "promote", "drift"];

    /// <summary>Whether runs are not compared by a key such as <c>logger.modulo</c>: it is one of these or below one of them.</summary>
    public static bool IsLeftOutOfComparisons(string key) => leftOut.Contains(key.Split('.')[0]);
}
