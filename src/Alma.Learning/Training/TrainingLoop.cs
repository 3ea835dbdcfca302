// M: models, N: training examples, B: batch, K: classes, S: steps of an epoch, L: workers that a step is shared by.
using Alma.Learning.Compute;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training.Augmentations;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>
/// The one training loop: epochs of batches, validation after each, early stopping, and the weights of the best epoch in the
/// end. It trains one model or several side by side. Nothing is read from the device but once per epoch.
/// </summary>
/// <param name="update">Where its trainings are noted and go on from; by default they always begin.</param>
public sealed class TrainingLoop(
    TrainingOptions options, LabelledImages images, Seeds seeds, ITrainingProgress progress, CancellationToken cancellation,
    ResumableUpdate? update = null)
{
    private readonly ResumableUpdate current = update ?? new ResumableUpdate();
    private readonly AugmentationChain augmentations = AugmentationChain.Of(options.KorniaAugs, images);

    /// <summary>What the training may spend; null for as much as it likes.</summary>
    internal TrainingAllowance? Allowance { get; init; }

    /// <summary>Trains one network.</summary>
    public TrainingOutcome Train(Network network, TrainingPlan plan) => Train([[network]], plan);

    /// <summary>Trains models side by side, as <see cref="Epochs"/> says, to the end.</summary>
    public TrainingOutcome Train(IReadOnlyList<IReadOnlyList<Network>> models, TrainingPlan plan)
    {
        foreach (var _ in Epochs(models, plan))
        {
            // each is over when the next is asked for
        }
        return current.Outcomes[^1];
    }

    /// <summary>
    /// Trains models side by side while it is enumerated, each of the summed logits of its networks, and leaves each with the weights of
    /// its best epoch. It ends when none of them has improved for as many epochs as the patience, or with what it may spend. What it came
    /// to is then the last outcome of the update.
    /// </summary>
    /// <returns>An epoch that is through; the next begins when it is asked for.</returns>
    /// <exception cref="LearningException">The plan has nothing to train or validate on, or the budget is too small for a step.</exception>
    /// <exception cref="TrainingDivergedException">A loss is infinite or not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for; the networks are then of no use.</exception>
    public IEnumerable<EpochResult> Epochs(IReadOnlyList<IReadOnlyList<Network>> models, TrainingPlan plan)
    {
        plan.RefuseEmpty();
        Network[] networks = [.. models.SelectMany(model => model)];
        if (current.Recall(networks)) yield break;
        using var weights = new ExampleWeights(plan, images.Device);
        using var group = new TrainingGroup(models, options);
        var epoch = current.Begin(group);
        for (; epoch < options.MaxEpochs && !group.ShouldStop && StepsOfNextEpoch(group, plan, epoch) is > 0 and var steps; epoch++)
            yield return RunEpoch(group, plan, weights, epoch, steps);
        if (epoch == 0) throw TooSmallABudget(group, plan);
        group.RestoreBest();
        current.Finish(Outcome(group, plan, epoch), networks);
    }

    private EpochResult RunEpoch(TrainingGroup group, TrainingPlan plan, ExampleWeights weights, int epoch, int stepCount)
    {
        progress.EpochStarted();
        var steps = TrainEpoch(group, plan, weights, epoch, stepCount);
        var validation = Validate(group, plan, weights, epoch);
        Allowance?.ValidationDone();
        var improved = group.Observe(epoch, validation);
        var result = new EpochResult(
            plan.Megabatch,
            epoch,
            options.MaxEpochs,
            steps.Losses,
            steps.Accuracies,
            steps.Score,
            Score.Mean(validation),
            improved,
            group.MeanBestAccuracy,
            CostOf(steps.Score.ExampleCount, 1, group, plan).Total + current.SpentBeforeEpoch);
        progress.EpochDone(result);
        current.EpochDone(steps.Losses.Length);
        return result;
    }

    private EpochStepCounts StepsOf(TrainingPlan plan) => new(plan.Split.Training.Length, options.TrainingBatchSize);

    private long TrainedExamples(TrainingGroup group, TrainingPlan plan, int epochCount) =>
        StepsOf(plan).ExamplesOf(epochCount, group.Optimizer.StepCount);

    // An epoch that was cut is the last.
    private int StepsOfNextEpoch(TrainingGroup group, TrainingPlan plan, int epoch)
    {
        var counts = StepsOf(plan);
        if (Allowance is null) return counts.PerEpoch;
        return counts.IsCut(epoch, group.Optimizer.StepCount)
            ? 0
            : Allowance.StepsOfNextEpoch(
                counts, TrainedExamples(group, plan, epoch), epoch, plan.Split.Validation.Length, group.MultiplyAddsPerExample,
                group.ModelCount);
    }

    private LearningException TooSmallABudget(TrainingGroup group, TrainingPlan plan)
    {
        long examples = Math.Min(options.TrainingBatchSize, plan.Split.Training.Length);
        var cost = ComputeCost.OfTraining(examples, group.MultiplyAddsPerExample).Total
            + (plan.Split.Validation.Length * group.MultiplyAddsPerExample);
        return new LearningException(
            $"The budget is too small to train at megabatch {plan.Megabatch}: a step and the validation after it take "
            + $"{examples * group.ModelCount} examples and {cost} multiply-adds, beside what growth and choosing took. Raise "
            + $"{LearningSetting.BudgetExamples} or {LearningSetting.BudgetMultiplyAdds}, or lower {LearningSetting.TrainingBatchSize}.");
    }

    private TrainingOutcome Outcome(TrainingGroup group, TrainingPlan plan, int epochCount)
    {
        var trained = TrainedExamples(group, plan, epochCount);
        return new TrainingOutcome(
            epochCount, group.Stopping.Max(model => model.BestEpoch), group.MeanBestAccuracy, trained * group.ModelCount,
            CostOf(trained, epochCount, group, plan));
    }

    private static ComputeCost CostOf(long trained, int epochCount, TrainingGroup group, TrainingPlan plan)
    {
        var validated = (long)epochCount * plan.Split.Validation.Length;
        return ComputeCost.OfTraining(trained, group.MultiplyAddsPerExample) with { Validate = validated * group.MultiplyAddsPerExample };
    }

    private EpochSteps TrainEpoch(TrainingGroup group, TrainingPlan plan, ExampleWeights weights, int epoch, int stepCount)
    {
        using var scope = NewDisposeScope();
        var tally = new StepTally(
            plan.Split.Training.Length, options.TrainingBatchSize, group.ModelCount, group.WorkerCount, images.Device);
        using var draws = StartEpoch(group, plan, weights, epoch, tally);
        Allowance?.StartLap();
        var step = 0;
        for (var hasTime = true; step < stepCount && hasTime; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            draws.Loader.MoveNext();
            TakeStep(group, draws, tally, step);
            progress.StepDone(new TrainingPosition(plan.Megabatch, epoch, options.MaxEpochs, step, stepCount));
            hasTime = Allowance?.StepDone(tally.Length(step), plan.Split.Validation.Length) ?? true;
        }
        return tally.Read(plan.Megabatch, epoch, step);
    }

    // All draws of the models in an epoch; each round draws apart from the others, as each model does.
    private EpochDraws StartEpoch(TrainingGroup group, TrainingPlan plan, ExampleWeights weights, int epoch, StepTally tally)
    {
        int[] draws = [.. Enumerable.Range(plan.Round << 16, group.ModelCount)];
        group.TrainingMode((model, network) =>
            seeds.Generator(SeedPurpose.Gates, plan.Megabatch, epoch, draws[model] + network));
        // (M, N)
        var positions = stack(draws.Select(draw =>
            tensor(plan.Sampler.Positions(plan.Split.Training.Length, seeds, plan.Megabatch, epoch, draw), device: images.Device)));
        return new EpochDraws(
            images.Load(
                weights.Examples(positions),
                [.. Enumerable.Range(0, tally.StepCount).Select(step => (tally.Start(step), tally.Length(step)))]),
            weights.OfTraining(positions),
            [.. draws.Select(draw => seeds.Generator(SeedPurpose.Augmentation, plan.Megabatch, epoch, draw))]);
    }

    private void TakeStep(TrainingGroup group, EpochDraws draws, StepTally tally, int step)
    {
        using var scope = NewDisposeScope();
        var length = tally.Length(step);
        if (augmentations.IsEmpty)
        {
            group.Step(length, (partStart, partLength) => Batch(draws, partStart, partLength), tally, step);
            return;
        }
        var whole = Batch(draws, 0, length);
        var augmented = stack(draws.Augmenting.Select((generator, k) => augmentations.Apply(whole.Images.select(0, k), generator)));
        group.Step(length, (partStart, partLength) => Part(whole with { Images = augmented }, partStart, partLength), tally, step);
    }

    // Of the step's batch, from a start in it on.
    private static TrainingBatch Batch(EpochDraws draws, int start, int length)
    {
        var modelCount = draws.Loader.ModelCount;
        var (batch, labels) = draws.Loader.Gather(start, length); // (M * B, C, H, W), (M * B)
        return new TrainingBatch(
            batch.view([modelCount, length, .. batch.shape[1..]]),
            labels.view(modelCount, length),
            draws.Weights?.narrow(1, draws.Loader.Start + start, length).contiguous());
    }

    private static TrainingBatch Part(TrainingBatch whole, int start, int length) => new(
        whole.Images.narrow(1, start, length), whole.Labels.narrow(1, start, length).contiguous(), whole.Weights?.narrow(1, start, length)
            .contiguous());

    private Score[] Validate(TrainingGroup group, TrainingPlan plan, ExampleWeights weights, int epoch)
    {
        group.EvaluationMode();
        var scores = Score.Of(group.Predict, images, plan.Split.Validation, options.ValidationBatchSize, weights.Validation);
        return Array.Find(scores, score => !double.IsFinite(score.Loss)) is { } diverged
            ? throw new TrainingDivergedException(plan.Megabatch, epoch, "validation", diverged.Loss)
            : scores;
    }

    // Per model, in the order of the steps: the examples, what each counts, (M, N), and where augmentation draws from.
    private sealed record EpochDraws(BatchLoader Loader, Tensor? Weights, Generator[] Augmenting) : IDisposable
    {
        public void Dispose()
        {
            Loader.Dispose();
            Array.ForEach(Augmenting, generator => generator.Dispose());
        }
    }
}

/// <summary>Losses and accuracies of an epoch's steps, as read from the device; the mean over models trained side by side.</summary>
internal sealed record EpochSteps(float[] Losses, float[] Accuracies, Score Score);

/// <summary>
/// Cuts an epoch into steps and notes the loss and the hits of each on the device, to be read once at its end. Its tensors
/// belong to the dispose scope it is made in.
/// </summary>
internal sealed class StepTally(int exampleCount, int batchSize, int modelCount, int workerCount, Device device)
{
    // (S, L), sums over models
    private readonly Tensor losses = zeros([Batches.Count(exampleCount, batchSize), workerCount], ScalarType.Float32, device);
    // (S, L), sums over models
    private readonly Tensor hits = zeros([Batches.Count(exampleCount, batchSize), workerCount], ScalarType.Int64, device);

    public int StepCount => (int)losses.shape[0];

    public int Start(int step) => step * batchSize;

    public int Length(int step) => Math.Min(batchSize, exampleCount - Start(step));

    /// <summary>Notes what a worker's part of a step came to.</summary>
    public void Write(int step, int rank, BatchLoss loss)
    {
        losses.select(0, step).select(0, rank).copy_(loss.Loss);
        hits.select(0, step).select(0, rank).copy_(loss.Hits);
    }

    /// <exception cref="TrainingDivergedException">A loss is infinite or not a number; the first such step is named.</exception>
    /// <param name="taken">Steps that were taken, from the first.</param>
    public EpochSteps Read(int megabatch, int epoch, int taken)
    {
        var lossOfStep = Array.ConvertAll(losses.sum([1L]).cpu().data<float>().ToArray()[..taken], loss => loss / modelCount);
        var hitsOfStep = Array.ConvertAll(hits.sum([1L]).cpu().data<long>().ToArray()[..taken], count => (double)count / modelCount);
        if (Array.FindIndex(lossOfStep, loss => !float.IsFinite(loss)) is >= 0 and var step)
            throw new TrainingDivergedException(megabatch, epoch, $"step {step}", lossOfStep[step]);
        var lossSum = lossOfStep.Select((loss, k) => (double)loss * Length(k)).Sum();
        var stepped = Enumerable.Range(0, taken).Sum(Length);
        var score = new Score(lossSum / stepped, hitsOfStep.Sum() / stepped, stepped);
        return new EpochSteps(lossOfStep, [.. hitsOfStep.Select((count, k) => (float)(count / Length(k)))], score);
    }
}

/// <summary>The loss became infinite or not a number.</summary>
public sealed class TrainingDivergedException(int megabatch, int epoch, string step, double loss) : LearningException(
    $"Training diverged: the loss is {loss} at megabatch {megabatch}, epoch {epoch}, {step}. "
    + $"Try a smaller {LearningSetting.LearningRate}, another optimizer, or a larger {LearningSetting.TrainingBatchSize}; "
    + $"and check the data for constant or corrupt images.");
