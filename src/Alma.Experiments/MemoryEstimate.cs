using System.Globalization;
using Alma.Experiments.Options;
using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Learning.Training.Augmentations;

namespace Alma.Experiments;

/// <summary>
/// The memory that a config asks for at least, by arithmetic: no network is built. What cannot be known is left out,
/// so that no run is refused that could go through.
/// </summary>
/// <param name="Parts">What it is for, and bytes.</param>
internal sealed record MemoryEstimate(IReadOnlyList<(string What, double Bytes)> Parts)
{
    private const int BytesOfLabel = sizeof(long);
    private const int BytesOfPlace = 5; // where an example lies in a file, and its class

    public double Bytes => Parts.Sum(part => part.Bytes);

    /// <param name="freeBytes">Memory that the machine has for the run.</param>
    public static MemoryEstimate Of(RunOptions options, double freeBytes)
    {
        var dataset = options.Stream.Train.Dataset;
        UpdateSize[] updates = [.. options.Updates];
        // A run without an end may still wait for its first.
        var most = updates.Select(update => update.TrainingCount).DefaultIfEmpty().Max();
        var demand = options.Clmodel.Demand(dataset.Shape, dataset.ClassCount, Math.Max(1, updates.Length));
        return new MemoryEstimate(
        [
            ("the data", Data(options, freeBytes)),
            ("the examples of an epoch", 2.0 * sizeof(long) * most * (demand?.TrainedCount ?? 1)),
            ("the examples of a batch", Examples(options, most, demand)),
            .. demand is null ? [] : OfNetworks(options.Clmodel, demand, Math.Min(most, options.Clmodel.TrainingBatchSize)),
        ]);
    }

    private static IEnumerable<(string What, double Bytes)> OfNetworks(TrainingOptions options, NetworkDemand demand, int batchSize)
    {
        var size = demand.Largest;
        var trained = demand.TrainedCount * size.Parameters * sizeof(float);
        return
        [
            (Counted(demand.HeldCount, "network", size.Parameters), demand.HeldCount * size.Bytes),
            ("gradients", trained),
            ("the optimizer", trained * options.Optim.StateCount),
            ("the weights of the best epoch", trained),
            ("what the layers give for a batch", demand.TrainedCount * size.Activations * batchSize * sizeof(float)),
        ];
    }

    // Images and labels, each data set once.
    private static double Data(RunOptions options, double freeBytes) => options.Stream.Train.IsHeldIn(freeBytes)
        ? Held(options)
        : (double)BytesOfPlace * (options.Stream.Train.Dataset.TrainCount + options.Stream.Train.Dataset.TestCount);

    private static double Held(RunOptions options) =>
        options.Stream.FurtherEvaluation.Prepend<StreamOptions>(options.Stream.Train).Select(stream => stream.Dataset)
            .DistinctBy(dataset => dataset.Name)
            .Sum(dataset => (dataset.TrainCount + (double)dataset.TestCount)
                * ((dataset.Shape.Size * (dataset.IsTable ? sizeof(float) : 1)) + BytesOfLabel));

    // Gathered as floats, for training and for scoring, which are not at the same time.
    private static double Examples(RunOptions options, int trainingCount, NetworkDemand? demand)
    {
        var (learner, dataset) = (options.Clmodel, options.Stream.Train.Dataset);
        var largest = Math.Max(
            dataset.Shape.Size, AugmentationChain.Of(learner.KorniaAugs, dataset.Shape, dataset.Normalisation).LargestImage);
        var training = Math.Min(trainingCount, learner.TrainingBatchSize)
            * (dataset.Shape.Size * (demand?.TrainedCount ?? 1) + (largest - dataset.Shape.Size));
        return sizeof(float) * Math.Max(training, (double)Math.Min(dataset.TestCount, options.Evaluation.BatchSize) * dataset.Shape.Size);
    }

    private static string Counted(double count, string noun, double parameters) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")} of {parameters:N0} parameters");
}
