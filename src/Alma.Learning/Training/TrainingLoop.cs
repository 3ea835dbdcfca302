// B: batch, S: steps of an epoch, K: classes.
using Alma.Learning.Architectures;
using Alma.Learning.Datasets;
using Alma.Learning.Streams;
using Alma.Learning.Training.Augmentations;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>What an update by training came to.</summary>
/// <param name="TrainingExamples">Examples stepped on, each counted in every epoch.</param>
public sealed record TrainingOutcome(int EpochCount, int BestEpoch, double BestAccuracy, long TrainingExamples, ComputeCost Cost);

/// <summary>
/// The one training loop: epochs of shuffled batches, validation after each, early stopping, and the weights of the best
/// epoch in the end. Nothing is read from the device but once per epoch.
/// </summary>
public sealed class TrainingLoop(
    TrainingOptions options, ResidentImages images, Seeds seeds, ITrainingProgress progress, CancellationToken cancellation)
{
    private readonly AugmentationChain augmentations = AugmentationChain.Of(options.KorniaAugs, images);

    /// <summary>Trains a network on a split and leaves it with the weights of its best epoch.</summary>
    /// <exception cref="LearningException">The split has nothing to train or validate on.</exception>
    /// <exception cref="TrainingDivergedException">A loss is infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for; the network is then of no use.</exception>
    public TrainingOutcome Train(Network network, TrainingSplit split, int megabatch)
    {
        RefuseEmpty(split, megabatch);
        using var optimizer = options.Optim.Build(network.Parameters);
        using var best = new BestWeights(network.Parameters);
        var stopping = new EarlyStopping(options.Patience, options.PatienceDelta);
        var epochCount = 0;
        while (epochCount < options.MaxEpochs && !stopping.ShouldStop)
        {
            var epoch = epochCount++;
            var steps = TrainEpoch(network, optimizer, split.Training, megabatch, epoch);
            var validation = Validate(network, split.Validation, megabatch, epoch);
            var improved = stopping.Observe(epoch, validation.Accuracy);
            if (improved) best.Keep();
            progress.EpochDone(new EpochResult(
                megabatch, epoch, options.MaxEpochs, steps.Losses, steps.Accuracies, steps.Score, validation, improved, stopping.BestAccuracy));
        }
        best.Restore();
        return Outcome(network, split, stopping, epochCount);
    }

    private static TrainingOutcome Outcome(Network network, TrainingSplit split, EarlyStopping stopping, int epochCount)
    {
        var trained = (long)epochCount * split.Training.Length;
        var validated = (long)epochCount * split.Validation.Length;
        var cost = ComputeCost.OfTraining(trained, network.MultiplyAddsPerExample) with { Validate = validated * network.MultiplyAddsPerExample };
        return new TrainingOutcome(epochCount, stopping.BestEpoch, stopping.BestAccuracy, trained, cost);
    }

    private EpochSteps TrainEpoch(Network network, Optimizer optimizer, long[] examples, int megabatch, int epoch)
    {
        using var scope = NewDisposeScope();
        network.TrainingMode();
        network.Noise.DrawFrom(seeds.Generator(SeedPurpose.Gates, megabatch, epoch, network.Device));
        var order = Shuffled(examples, megabatch, epoch);
        var record = new StepRecord(examples.Length, options.TrainingBatchSize, network.Device);
        using var augmenting = seeds.Generator(SeedPurpose.Augmentation, megabatch, epoch, network.Device);
        for (var step = 0; step < record.StepCount; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            TakeStep(network, optimizer, order, augmenting, record, step);
            progress.StepDone(new TrainingPosition(megabatch, epoch, options.MaxEpochs, step, record.StepCount));
        }
        return record.Read(megabatch, epoch);
    }

    private void TakeStep(Network network, Optimizer optimizer, Tensor order, Generator augmenting, StepRecord record, int step)
    {
        using var scope = NewDisposeScope();
        var (batch, labels) = images.Gather(order.narrow(0, record.Start(step), record.Length(step)));
        var logits = network.Forward(augmentations.Apply(batch, augmenting)); // (B, K)
        var loss = nn.functional.cross_entropy(logits, labels);
        network.Parameters.Gradients.zero_();
        loss.backward();
        optimizer.Step();
        record.Write(step, loss, logits, labels);
    }

    private Score Validate(Network network, long[] examples, int megabatch, int epoch)
    {
        network.EvaluationMode();
        var score = Score.Of(network.Forward, images, examples, options.ValidationBatchSize);
        return double.IsFinite(score.Loss) ? score : throw new TrainingDivergedException(megabatch, epoch, "validation", score.Loss);
    }

    private Tensor Shuffled(long[] examples, int megabatch, int epoch)
    {
        var order = NumPyPermutation.Draw(seeds.Indices(SeedPurpose.Shuffling, megabatch, epoch), examples.Length);
        return tensor(Array.ConvertAll(order, i => examples[i]), device: images.Device);
    }

    private static void RefuseEmpty(TrainingSplit split, int megabatch)
    {
        if (split.Training.Length == 0 || split.Validation.Length == 0)
            throw new LearningException(
                $"Megabatch {megabatch} leaves {split.Training.Length} examples to train on and {split.Validation.Length} to validate on; "
                + "both need at least one. Use fewer megabatches (n_megabatches) or another clmodel.validation_proportion.");
    }
}
