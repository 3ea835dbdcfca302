using System.Text.Json;
using System.Text.Json.Nodes;
using Alma.Config;
using Alma.Experiments.Options;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>
/// Checks that a checkpoint is one that a run of these options leaves, before anything is made of it: whatever counts, indexes or gives a
/// size is held against what it counts, indexes or sizes.
/// </summary>
internal sealed class CheckpointCheck(SavedCheckpoint saved, RunOptions options, LearningTask task, MegabatchStream stream)
{
    /// <summary>Of costs that can still be summed.</summary>
    internal const long MaxMultiplyAdds = 1L << 60;

    private readonly ExperimentState state = saved.State;
    private readonly WaitingTime waiting = options.Waiting;

    // Classes that had come by each update, the one under way included; as networks have outputs for.
    private readonly int[] classCounts = [.. ClassCounts(saved.State, options, task).Distinct()];

    private int UpdateCount => waiting.UpdatesBefore(state.NextMegabatch);

    /// <exception cref="SafetensorsException">It is not.</exception>
    public void Run()
    {
        CheckProgress();
        CheckMetrics();
        CheckClasses();
        var remembered = saved.Remembered;
        CheckMemory(remembered);
        using var scope = NewDisposeScope();
        using var learner = options.Clmodel.Build(new LearnerContext(task, new Seeds(options.Seed), CPU, new UnwatchedTraining(), default));
        CheckNetworks(learner.HoldingAfter(UpdateCount));
        if (state.Update is { } update)
            new UpdateCheck(saved, update, options.Clmodel, learner.HoldingAfter(UpdateCount)) { IsBounded = options.Budget is not null }
                .Run(StepsPerEpoch(remembered));
    }

    private static IEnumerable<int> ClassCounts(ExperimentState state, RunOptions options, LearningTask task)
    {
        if (task.Classes is null) return [task.ClassCount];
        var waiting = options.Waiting;
        return Enumerable.Range(0, state.NextMegabatch + (state.Update is null ? 0 : 1)).Where(waiting.IsTime).Select(task.ClassCountAfter);
    }

    private void CheckProgress()
    {
        var (done, count) = (state.NextMegabatch, options.MegabatchCount);
        if (done < 0 || done > count)
            throw saved.Wrong($"it was saved after {done} megabatches, but by the config there are {count} to learn from");
        if (state.Update is not null && (done == count || !waiting.IsTime(done)))
            throw saved.Wrong($"it was saved in an update on megabatch {done}, on which there is none");
        // A run that ended there has learned from megabatches that by the config still wait for others.
        var then = Math.Min(saved.Config?.OriginalStopAfter ?? count, options.StreamLength);
        var isThrough = done + (state.Update is null ? 0 : 1) >= then;
        if (then != count && isThrough && then % options.Stream.Train.Wait != 0)
            throw saved.Wrong(
                $"it learned at the end of {then} megabatches from fewer than the {options.Stream.Train.Wait} that {RunKeys.Wait} "
                + $"gathers, so {RunKeys.StopAfter} must stay {then}");
    }

    private void CheckMetrics()
    {
        var (done, metrics) = (state.NextMegabatch, state.Metrics);
        if (metrics.MegabatchCount != done)
            throw saved.Wrong($"its metrics are of {metrics.MegabatchCount} megabatches, and {done} are through");
        if (metrics.Error is not (>= 0 and <= 1)) throw saved.Wrong($"its error is {metrics.Error}, which is not from 0 to 1");
        if (!(metrics.CumulativeError >= 0 && metrics.CumulativeError <= done + 1e-6))
            throw saved.Wrong($"its cumulative error is {metrics.CumulativeError}, which is not from 0 to {done}");
        RefuseAbsurd(saved, metrics.CumulativeCost);
        if (state.MetricBytes < 0 || (state.MetricBytes == 0) != (done == 0 && state.Update is null))
            throw saved.Wrong($"its rows take {state.MetricBytes} bytes, after {done} megabatches");
    }

    /// <exception cref="SafetensorsException">A cost is negative, or so large that costs cannot be summed.</exception>
    internal static void RefuseAbsurd(SavedCheckpoint saved, ComputeCost cost)
    {
        foreach (var part in new[] { cost.TrainForward, cost.TrainBackward, cost.Validate, cost.Select, cost.Evaluate })
            if (part is < 0 or > MaxMultiplyAdds) throw saved.Wrong($"a cost is {part} multiply-adds");
    }

    private void CheckClasses()
    {
        if (state.ClassOrder is not { } order) return;
        // Where the stream goes on, those that have not come may come in another order, and there may be more of them.
        var begun = state.NextMegabatch + (state.Update is null ? 0 : 1);
        var come = !options.Stream.Train.IsOpen ? int.MaxValue : begun == 0 ? 0 : task.Classes?.CountAfter(begun - 1) ?? 0;
        if (task.Classes is null || !order.Take(come).SequenceEqual(task.Classes.Order.Take(come)))
            throw saved.Wrong($"in it classes come in another order than in the data, {Text(JsonSerializer.SerializeToNode(order))}");
    }

    // Each example arrives once, is held out once and remembered once.
    private void CheckMemory(TrainingSplit remembered)
    {
        var left = new bool[task.Train.Count];
        foreach (var megabatch in stream.StartingAt(0).Take(state.NextMegabatch))
            foreach (var example in megabatch.Examples) left[example] = true;
        foreach (var example in remembered.Training.Concat(remembered.Validation))
        {
            if (example < 0 || example >= left.Length || !left[example])
                throw saved.Wrong($"it remembers example {example}, which is none of the {left.Length} that has arrived, or twice");
            left[example] = false;
        }
        if (Math.Max(remembered.Training.Length, remembered.Validation.Length) > (options.Clmodel.MemorySize ?? int.MaxValue))
            throw saved.Wrong(
                $"it remembers {remembered.Training.Length} and {remembered.Validation.Length} examples, and {RunKeys.MemorySize} is "
                + $"{options.Clmodel.MemorySize}");
        var isEmpty = remembered.Training.Length == 0 || remembered.Validation.Length == 0;
        if (isEmpty != (UpdateCount == 0))
            throw saved.Wrong(
                $"it remembers {remembered.Training.Length} and {remembered.Validation.Length} examples after {UpdateCount} updates");
    }

    private void CheckNetworks(LearnerHolding? holding)
    {
        for (var k = 0; k < state.Networks.Count; k++) CheckNetwork(k, state.Networks[k], holding?.Initial);
        CheckGrownClasses();
        var weights = saved.MemberWeights;
        if (holding is not null && state.Networks.Count != holding.NetworkCount)
            throw saved.Wrong($"it has {state.Networks.Count} networks, and after {UpdateCount} updates there are {holding.NetworkCount}");
        if (holding is not null && weights.Length != (holding.IsWeighted ? holding.NetworkCount : 0))
            throw saved.Wrong($"it has {weights.Length} member weights for {state.Networks.Count} networks");
        const double largest = 1000; // boosting's grow with the logarithm of the number of examples
        if (Array.Find(weights, weight => !(Math.Abs(weight) <= largest)) is var wrong and not 0)
            throw saved.Wrong($"a member weight is {wrong}");
    }

    // Later networks know more; the latest those of the last update, where it is through.
    private void CheckGrownClasses()
    {
        int[] counts = [.. state.Networks.Select(structure => structure.ClassCount)];
        var isInOrder = counts.Zip(counts.Skip(1)).All(pair => pair.First <= pair.Second);
        if (isInOrder && (counts is [] || state.Update is not null || counts[^1] == classCounts[^1])) return;
        throw saved.Wrong($"its networks know {string.Join(", ", counts)} classes, and {classCounts[^1]} have come");
    }

    private void CheckNetwork(int index, NetworkStructure? structure, NetworkStructure? initial)
    {
        if (structure is null) throw saved.Wrong($"network {index} is null");
        if (structure.InputShape != task.InputShape || !classCounts.Contains(structure.ClassCount))
            throw saved.Wrong(
                $"network {index} takes images {structure.InputShape} of {structure.ClassCount} classes, the network needs "
                + $"[{task.InputShape} of {string.Join(" or ", classCounts)}]");
        initial = initial is null ? null : initial with { ClassCount = structure.ClassCount };
        if (initial is null) return;
        var isGrown = initial.MayHaveGrownInto(structure, UpdateCount + (state.Update is null ? 0 : 1));
        if (!isGrown && Difference(initial, structure) is { } difference) throw saved.Wrong($"network {index} has {difference}");
        if (structure.LeastValueCount() > saved.ValueCountOf(index))
            throw saved.Wrong($"network {index} is wider than its {saved.ValueCountOf(index)} values allow");
    }

    private string? Difference(NetworkStructure initial, NetworkStructure structure)
    {
        var json = CheckpointJson.For(options.Clmodel);
        var (needed, there) = (
            JsonSerializer.SerializeToNode(initial, json)!.AsObject(), JsonSerializer.SerializeToNode(structure, json)!.AsObject());
        return needed.Where(property => !JsonNode.DeepEquals(property.Value, there[property.Key]))
            .Select(property => $"{property.Key} [{Text(there[property.Key])}], by the config the network needs [{Text(property.Value)}]")
            .FirstOrDefault();
    }

    private static string Text(JsonNode? value)
    {
        const int longest = 200;
        var text = value?.ToJsonString() ?? "nothing";
        return text.Length <= longest ? text : $"{text[..longest]}...";
    }

    // Of the update under way: what arrived for it and what the memory adds, less what is held out.
    private long StepsPerEpoch(TrainingSplit remembered)
    {
        var first = waiting.FirstWaiting(state.NextMegabatch);
        var arrived = stream.StartingAt(first).Take(state.NextMegabatch + 1 - first).Sum(megabatch => megabatch.Examples.Length);
        var training = ReplayMemory.TrainingCount(arrived, remembered, options.Clmodel.SplitProportions);
        return (training + (long)options.Clmodel.TrainingBatchSize - 1) / options.Clmodel.TrainingBatchSize;
    }
}

/// <summary>
/// Checks what a checkpoint says of the update that was under way: its trainings, their epochs and steps, and what early stopping knows.
/// </summary>
internal sealed class UpdateCheck(SavedCheckpoint saved, UpdateState update, TrainingOptions options, LearnerHolding? holding)
{
    private const long MaxExamples = 1L << 53; // some thousand of them can still be summed
    private const double RoundedUp = 1 + 1e-6; // weighted accuracies are sums

    /// <summary>Whether a budget may have cut the last epoch of a training.</summary>
    public bool IsBounded { get; init; }

    /// <exception cref="SafetensorsException">It is nothing that an update can have come to.</exception>
    public void Run(long stepsPerEpoch)
    {
        foreach (var outcome in update.Finished) CheckFinished(outcome);
        var trainings = update.Finished.Count + (update.Models is null ? 0 : 1);
        if (trainings == 0 || trainings > (holding?.TrainingCount ?? trainings)) throw saved.Wrong($"its update has {trainings} trainings");
        if (update.GrowthMultiplyAdds is < 0 or > CheckpointCheck.MaxMultiplyAdds)
            throw saved.Wrong($"growth has cost {update.GrowthMultiplyAdds} multiply-adds");
        if (update.Models is { } models) CheckCurrent(models, stepsPerEpoch);
        var epochs = update.Finished.Sum(outcome => (long)outcome.EpochCount) + update.CurrentEpochs;
        if (update.EpochCount != epochs)
            throw saved.Wrong($"{update.EpochCount} epochs of its update are through, and its trainings have {epochs}");
        if (!CanHaveTaken(update.StepCount, epochs, trainings, stepsPerEpoch))
            throw saved.Wrong($"{update.StepCount} steps are through, and {epochs} epochs have {epochs * stepsPerEpoch}");
        if (update.Seconds is { } seconds && !(seconds >= 0 && seconds <= TimeSpan.MaxValue.TotalSeconds / 2))
            throw saved.Wrong($"its update took {seconds} seconds");
    }

    private void CheckFinished(TrainingOutcome? outcome)
    {
        if (outcome is null) throw saved.Wrong("a finished training is null");
        CheckEpochs(outcome.EpochCount);
        if (outcome.BestEpoch < 0 || outcome.BestEpoch >= outcome.EpochCount)
            throw saved.Wrong($"the best of {outcome.EpochCount} epochs is {outcome.BestEpoch}");
        CheckAccuracy(outcome.BestAccuracy);
        if (outcome.TrainingExamples is < 0 or > MaxExamples)
            throw saved.Wrong($"a training stepped on {outcome.TrainingExamples} examples");
        CheckpointCheck.RefuseAbsurd(saved, outcome.Cost);
    }

    private void CheckCurrent(IReadOnlyList<EarlyStopping?> models, long stepsPerEpoch)
    {
        CheckEpochs(update.CurrentEpochs);
        if (!CanHaveTaken(update.OptimizerSteps, update.CurrentEpochs, 1, stepsPerEpoch))
            throw saved.Wrong(
                $"the optimizer has taken {update.OptimizerSteps} steps, and {update.CurrentEpochs} epochs have "
                + $"{update.CurrentEpochs * stepsPerEpoch}");
        if (models.Count == 0 || models.Count != (holding?.ModelCount ?? models.Count))
            throw saved.Wrong($"{models.Count} models are in training, not {holding?.ModelCount ?? 1}");
        foreach (var model in models) CheckStopping(model, update.CurrentEpochs);
    }

    private bool CanHaveTaken(long steps, long epochs, int trainings, long stepsPerEpoch) => IsBounded
        ? steps <= epochs * stepsPerEpoch && steps >= ((epochs - trainings) * stepsPerEpoch) + trainings
        : steps == epochs * stepsPerEpoch;

    private void CheckStopping(EarlyStopping? model, int epochCount)
    {
        if (model?.BestAccuracy is not { } accuracy) throw saved.Wrong("a model in training has no best epoch");
        CheckAccuracy(accuracy);
        if (model.BestEpoch < 0
            || model.BestEpoch + (long)model.EpochsWithoutImprovement != epochCount - 1L
            || model.EpochsWithoutImprovement < 0)
            throw saved.Wrong(
                $"the best epoch of a model is {model.BestEpoch} and {model.EpochsWithoutImprovement} came after it, of {epochCount}");
    }

    private void CheckEpochs(int count)
    {
        if (count < 1 || count > options.MaxEpochs)
            throw saved.Wrong($"{count} epochs of a training are through, of {options.MaxEpochs} at most");
    }

    private void CheckAccuracy(double accuracy)
    {
        if (accuracy is not (>= 0 and <= RoundedUp)) throw saved.Wrong($"a best accuracy is {accuracy}, which is not from 0 to 1");
    }
}
