// B: batch, K: classes.
using Alma.Learning.Architectures;
using Alma.Learning.Datasets;
using Alma.Learning.Training.Augmentations;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>What an update by training came to.</summary>
/// <param name="TrainingExamples">Examples stepped on, each counted in every epoch and by every model.</param>
/// <param name="BestEpoch">Of the model that improved last.</param>
/// <param name="BestAccuracy">On the validation examples, the mean over the models.</param>
public sealed record TrainingOutcome(int EpochCount, int BestEpoch, double BestAccuracy, long TrainingExamples, ComputeCost Cost)
{
    /// <summary>Of trainings one after the other on one megabatch.</summary>
    public static TrainingOutcome OfRounds(IReadOnlyList<TrainingOutcome> rounds) => new(
        rounds.Sum(round => round.EpochCount),
        rounds[^1].BestEpoch,
        rounds.Average(round => round.BestAccuracy),
        rounds.Sum(round => round.TrainingExamples),
        rounds.Select(round => round.Cost).Aggregate((sum, cost) => sum + cost));
}

/// <summary>
/// The one training loop: epochs of batches, validation after each, early stopping, and the weights of the best epoch in the
/// end. It trains one model or several side by side. Nothing is read from the device but once per epoch.
/// </summary>
public sealed class TrainingLoop(
    TrainingOptions options, ResidentImages images, Seeds seeds, ITrainingProgress progress, CancellationToken cancellation)
{
    private readonly AugmentationChain augmentations = AugmentationChain.Of(options.KorniaAugs, images);

    /// <summary>Trains one network.</summary>
    public TrainingOutcome Train(Network network, TrainingPlan plan) => Train([[network]], plan);

    /// <summary>
    /// Trains models side by side, each of the summed logits of its networks, and leaves each with the weights of its best
    /// epoch. It ends when none of them has improved for as many epochs as the patience.
    /// </summary>
    /// <exception cref="LearningException">The plan has nothing to train or validate on.</exception>
    /// <exception cref="TrainingDivergedException">A loss is infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for; the networks are then of no use.</exception>
    public TrainingOutcome Train(IReadOnlyList<IReadOnlyList<Network>> models, TrainingPlan plan)
    {
        plan.RefuseEmpty();
        using var weights = new ExampleWeights(plan, images.Device);
        var trainees = models.Select(networks => new Trainee(networks, options)).ToArray();
        try
        {
            var epochCount = RunEpochs(trainees, plan, weights);
            foreach (var trainee in trainees) trainee.RestoreBest();
            return Outcome(trainees, plan, epochCount);
        }
        finally
        {
            foreach (var trainee in trainees) trainee.Dispose();
        }
    }

    private int RunEpochs(Trainee[] trainees, TrainingPlan plan, ExampleWeights weights)
    {
        var epoch = 0;
        while (epoch < options.MaxEpochs && trainees.Any(trainee => !trainee.Stopping.ShouldStop))
        {
            var steps = TrainEpoch(trainees, plan, weights, epoch);
            var validation = Validate(trainees, plan, weights, epoch);
            var improved = trainees.Select((trainee, k) => trainee.Observe(epoch, validation[k].Accuracy)).ToArray();
            progress.EpochDone(new EpochResult(
                plan.Megabatch,
                epoch++,
                options.MaxEpochs,
                steps.Losses,
                steps.Accuracies,
                steps.Score,
                Score.Mean(validation),
                improved.Any(better => better),
                MeanBestAccuracy(trainees)));
        }
        return epoch;
    }

    private static TrainingOutcome Outcome(Trainee[] trainees, TrainingPlan plan, int epochCount)
    {
        var perExample = trainees.Sum(trainee => trainee.MultiplyAddsPerExample);
        var (trained, validated) = ((long)epochCount * plan.Split.Training.Length, (long)epochCount * plan.Split.Validation.Length);
        var cost = ComputeCost.OfTraining(trained, perExample) with { Validate = validated * perExample };
        return new TrainingOutcome(epochCount, trainees.Max(trainee => trainee.Stopping.BestEpoch), MeanBestAccuracy(trainees), trained * trainees.Length, cost);
    }

    private static double MeanBestAccuracy(Trainee[] trainees) => trainees.Average(trainee => trainee.Stopping.BestAccuracy);

    private EpochSteps TrainEpoch(Trainee[] trainees, TrainingPlan plan, ExampleWeights weights, int epoch)
    {
        using var scope = NewDisposeScope();
        var draws = trainees.Select((trainee, k) => StartEpoch(trainee, plan, epoch, k)).ToArray();
        var record = new StepRecord(plan.Split.Training.Length, options.TrainingBatchSize, trainees.Length, images.Device);
        for (var step = 0; step < record.StepCount; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var k = 0; k < trainees.Length; k++) TakeStep(trainees[k], draws[k], weights, record, step);
            progress.StepDone(new TrainingPosition(plan.Megabatch, epoch, options.MaxEpochs, step, record.StepCount));
        }
        foreach (var draw in draws) draw.Augmenting.Dispose();
        return record.Read(plan.Megabatch, epoch);
    }

    // All draws of a model in an epoch; each round draws apart from the others, as each model does.
    private EpochDraws StartEpoch(Trainee trainee, TrainingPlan plan, int epoch, int model)
    {
        var draw = (plan.Round << 16) + model;
        trainee.TrainingMode(network => seeds.Generator(SeedPurpose.Gates, plan.Megabatch, epoch, draw + network, images.Device));
        var positions = plan.Sampler.Positions(plan.Split.Training.Length, seeds, plan.Megabatch, epoch, draw);
        return new EpochDraws(tensor(positions, device: images.Device), seeds.Generator(SeedPurpose.Augmentation, plan.Megabatch, epoch, draw, images.Device));
    }

    private void TakeStep(Trainee trainee, EpochDraws draws, ExampleWeights weights, StepRecord record, int step)
    {
        using var scope = NewDisposeScope();
        var positions = draws.Order.narrow(0, record.Start(step), record.Length(step)); // (B)
        var (batch, labels) = images.Gather(weights.TrainingExamples.index_select(0, positions));
        var logits = trainee.Forward(augmentations.Apply(batch, draws.Augmenting)); // (B, K)
        var loss = weights.TrainingLoss(logits, labels, positions);
        trainee.Step(loss);
        record.Write(step, loss, logits, labels);
    }

    private Score[] Validate(Trainee[] trainees, TrainingPlan plan, ExampleWeights weights, int epoch) => Array.ConvertAll(trainees, trainee =>
    {
        trainee.EvaluationMode();
        var score = Score.Of(trainee.Forward, images, plan.Split.Validation, options.ValidationBatchSize, weights.Validation);
        return double.IsFinite(score.Loss) ? score : throw new TrainingDivergedException(plan.Megabatch, epoch, "validation", score.Loss);
    });

    // Order: positions of the examples among those of the plan, in the order of the steps.
    private sealed record EpochDraws(Tensor Order, Generator Augmenting);
}
