using System.ComponentModel.DataAnnotations;
using Alma.Config;
using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Learning.Training;

namespace Alma.Experiments.Options;

/// <summary>
/// A whole config, typed: what to learn from, how, and where to leave the results. Its keys are those of the Python project and
/// a few of ours with defaults that give its behaviour.
/// </summary>
public sealed record RunOptions
{
    /// <summary>
    /// The keys that the command line may set though a config lacks them. The others are for configs to refer to: set where nothing refers
    /// to them, they would have no effect.
    /// </summary>
    public static IReadOnlyList<string> Settable { get; } =
    [
        RunKeys.Seed, RunKeys.Replicate, RunKeys.RunFolder, RunKeys.SweepFolder, RunKeys.StopAfter, RunKeys.Threads,
        "checkpoint", "budget", "registry", "promote", "drift",
    ];

    public LoggerOptions Logger { get; init; } = new TensorBoardLoggerOptions();

    public required StreamsOptions Stream { get; init; }

    public required LearnerOptions Clmodel { get; init; }

    public EvaluationOptions Evaluation { get; init; } = new();

    /// <summary>The device of every section that names none; others refer to it by <c>${device}</c>.</summary>
    [RegularExpression(DeviceName.Pattern, ErrorMessage = DeviceName.Description)]
    public string Device { get; init; } = "cpu";

    /// <summary>The data folder of a stream that names none; others refer to it by <c>${data_dir}</c>.</summary>
    [UserPath]
    public string? DataDir { get; init => field = UserPath.Of(value); }

    /// <summary>The megabatches of a training stream that says none; others refer to it by <c>${n_megabatches}</c>.</summary>
    [Range(1, int.MaxValue)]
    public int NMegabatches { get; init; } = 1;

    /// <summary>The proportion that the learner refers to by <c>${replay}</c>.</summary>
    [Range(0.0, 1.0)]
    public double? Replay { get; init; }

    /// <summary>Of initial weights, shuffling and every other draw of the learner. The stream has a seed of its own.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// The number of a replicate: as the Python project's users repeat a run. Each number draws apart, as another seed does.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int Run { get; init; }

    /// <summary>Where the run is left; by default <c>runs/recipe/time-hash</c>.</summary>
    [UserPath]
    public string? RunDir { get; init => field = UserPath.Of(value); }

    /// <summary>Where a sweep leaves its runs; a run by itself does not look at it.</summary>
    [UserPath]
    public string? SweepDir { get; init => field = UserPath.Of(value); }

    /// <summary>Megabatches after which the run ends, though the stream goes on.</summary>
    [Range(1, int.MaxValue)]
    public int? StopAfter { get; init; }

    /// <summary>Threads that LibTorch computes with; by default as many as suit the work of a training step.</summary>
    [Range(1, 1024)]
    public int? Threads { get; init; }

    public CheckpointOptions Checkpoint { get; init; } = new();

    /// <summary>What each update may spend; by default as much as it likes.</summary>
    public BudgetOptions? Budget { get; init; }

    /// <summary>Where versions of the model are registered, by runs that are kept; by default the run's folder <c>models</c>.</summary>
    [UserPath]
    public string? Registry { get; init => field = UserPath.Of(value); }

    /// <summary>When a version becomes the champion of that registry.</summary>
    public PromotionOptions Promote { get; init; } = new();

    /// <summary>What is told of dumps before they are learned from, by runs that are kept.</summary>
    public DriftOptions Drift { get; init; } = new();

    /// <summary>Megabatches that the training data is cut into.</summary>
    public int StreamLength => Stream.Train.LengthOf(Stream.Train.NMegabatches ?? NMegabatches);

    /// <summary>Megabatches that the run learns from.</summary>
    public int MegabatchCount =>
        Math.Min(Evaluation.Mode == EvaluationMode.Next ? StreamLength - 1 : StreamLength, StopAfter ?? StreamLength);

    /// <summary>How much each update of the run will train on, as many examples as the catalog says there are.</summary>
    public IEnumerable<UpdateSize> Updates => Stream.Train.IsOpen
        ? UpdateSize.OfOpen(ArrivalOf, MegabatchCount, Stream.Train.Wait, Clmodel.SplitProportions, CanLearn)
        : UpdateSize.Of(ArrivalOf, MegabatchCount, Stream.Train.Wait, Clmodel.SplitProportions);

    /// <summary>
    /// When the learner is updated. In a stream that goes on no megabatch is the last, and what is too small waits for more.
    /// </summary>
    public WaitingTime Waiting
    {
        get
        {
            var wait = Stream.Train.Wait;
            if (!Stream.Train.IsOpen) return new WaitingTime(wait, MegabatchCount);
            var due = new WaitingTime(wait, int.MaxValue);
            var updates = Updates.Select(update => update.MegabatchIndex).ToHashSet();
            return new WaitingTime(
                wait, int.MaxValue, [.. Enumerable.Range(0, MegabatchCount).Where(k => due.IsTime(k) && !updates.Contains(k))]);
        }
    }

    /// <summary>Whether batches of a single example cannot be trained on: of some images a layer with batch norm is one pixel.</summary>
    internal bool RefusesSingleExamples =>
        Clmodel.Model.Structure(Stream.Train.Dataset.Shape, Stream.Train.Dataset.ClassCount).LeastBatch > 1;

    /// <summary>The folder that holds the data, or null for the usual one.</summary>
    public string? DataFolder => Stream.Train.Directory ?? DataDir;

    private int ArrivalOf(int megabatch) => Stream.Train.ArrivalOf(megabatch, StreamLength);

    private bool CanLearn(UpdateSize update) =>
        update.HasBoth && !(update.LeavesASingleExample(Clmodel.TrainingBatchSize) && RefusesSingleExamples);
}
