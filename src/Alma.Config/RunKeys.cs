namespace Alma.Config;

/// <summary>
/// The keys of a run's config that are read by name where no options are bound, by reports and sweeps, which do not know learning; and
/// those that messages name. No other project spells a key. A test holds them to the options.
/// </summary>
public static class RunKeys
{
    /// <summary>What says which kind of options a section is.</summary>
    public const string ClassName = "class_name";

    /// <summary>The section of the examples that are learned from.</summary>
    public const string Train = "stream.train";

    /// <summary>The section of those that are tested on.</summary>
    public const string Evaluation = "stream.evaluation";

    /// <summary>Further test sets, a list.</summary>
    public const string FurtherEvaluation = "stream.further_evaluation";

    /// <summary>What each megabatch of an imported data set is.</summary>
    public const string Cut = $"{Train}.by";

    /// <summary>Where a stream's data lies, without its section.</summary>
    public const string Directory = "directory";

    /// <summary>An update comes at every so many megabatches.</summary>
    public const string Wait = $"{Train}.wait";

    /// <summary>Whether values are held in memory.</summary>
    public const string KeepInMemory = $"{Train}.{InMemory}";

    /// <summary>Where data lies that no stream says so of.</summary>
    public const string DataFolder = "data_dir";

    /// <summary>Whether a run leaves its models.</summary>
    public const string KeepModels = "checkpoint.keep_models";

    /// <summary>What a run computes on, where its sections do not say.</summary>
    public const string Device = "device";

    public const string LearnerDevice = "clmodel.device";

    public const string EvaluationDevice = "evaluation.device";

    public const string EvaluationMode = "evaluation.mode";

    /// <summary>Examples that are scored at once.</summary>
    public const string EvaluationBatchSize = "evaluation.batch_size";

    /// <summary>The section of the networks.</summary>
    public const string Model = "clmodel.model";

    /// <summary>Of models that cut images into patches.</summary>
    public const string PatchSize = $"{Model}.patch_size";

    /// <summary>A file of weights to start from.</summary>
    public const string Weights = $"{Model}.weights";

    /// <summary>How many examples are remembered.</summary>
    public const string MemorySize = "clmodel.memory_size";

    public const string LearningRate = "clmodel.optim.lr";

    public const string TrainingBatchSize = "clmodel.training_batch_size";

    public const string ValidationProportion = "clmodel.validation_proportion";

    /// <summary>The changes of training images.</summary>
    public const string Augmentations = "clmodel.kornia_augs";

    /// <summary>Of the random crop among them, without their section.</summary>
    public const string PadIfNeeded = "pad_if_needed";

    public const string MaxEpochs = "clmodel.max_epochs";

    public const string RoundCount = "clmodel.n_rounds";

    public const string BudgetExamples = "budget.examples";

    public const string BudgetMultiplyAdds = "budget.multiply_adds";

    /// <summary>The parts that the training data is cut into.</summary>
    public const string MegabatchCount = "n_megabatches";

    /// <summary>Megabatches after which a run ends.</summary>
    public const string StopAfter = "stop_after";

    public const string Threads = "threads";

    /// <summary>The program that is run after promotions.</summary>
    public const string Hook = "promote.hook";

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
        [RunFolder, SweepFolder, DataFolder, Threads, "logger", "checkpoint", "registry", "promote", "drift"];

    /// <summary>
    /// Keys, and sections by their names, that say where and how fast a run computes and what it leaves: they may differ when it is gone
    /// on with. So may the <see cref="Directory"/> of further test sets.
    /// </summary>
    private static readonly string[] changeable =
    [
        Threads, StopAfter, RunFolder, SweepFolder, "checkpoint", "logger", "registry", "promote", "drift",
        Device, LearnerDevice, EvaluationDevice,
        DataFolder, $"{Train}.{Directory}", $"{Evaluation}.{Directory}", KeepInMemory,
        EvaluationBatchSize, "evaluation.num_workers",
        "clmodel.validation_batch_size", "clmodel.cache_dl", "clmodel.training_num_workers", "clmodel.validation_num_workers",
    ];

    /// <summary>Whether a run that has begun may go on with another value of a key.</summary>
    public static bool IsChangeable(string key) =>
        changeable.Any(free => key == free || key.StartsWith($"{free}.", StringComparison.Ordinal))
        || (key.StartsWith($"{FurtherEvaluation}.", StringComparison.Ordinal) && key.EndsWith($".{Directory}", StringComparison.Ordinal));

    private const string InMemory = "keep_in_memory";

    /// <summary>Whether a key such as <c>stream.train.directory</c> says where data lies or how it is read: that changes no data.</summary>
    public static bool SaysHowDataIsRead(string key) => key.Split('.')[^1] is Directory or "num_workers" or InMemory;

    /// <summary>Whether runs are not compared by a key such as <c>logger.modulo</c>: it is one of these or below one of them.</summary>
    public static bool IsLeftOutOfComparisons(string key) => leftOut.Contains(key.Split('.')[0]);
}
