// N: training examples, V: validation examples, M: models, B: examples of a step.
using System.ComponentModel.DataAnnotations;

namespace Alma.Learning.Training;

/// <summary>What one update may spend at most: the section <c>budget</c>. What is not set is not bounded.</summary>
public sealed record BudgetOptions
{
    /// <summary>Wall seconds of growth, training and validation.</summary>
    [Range(0.001, 1e9)]
    public double? Seconds { get; init; }

    /// <summary>Multiply-adds of growth, training and validation, as the ledger counts them (docs/metrics.md).</summary>
    [Range(1.0, 1e18)]
    public double? MultiplyAdds { get; init; }

    /// <summary>Examples that are stepped on, each counted in every epoch and by every model trained side by side.</summary>
    [Range(1.0, 1e15)]
    public double? Examples { get; init; }
}

/// <summary>What an update has spent of its budget, and what it may spend on its next training.</summary>
internal sealed class UpdateBudget(BudgetOptions options, TimeProvider time)
{
    private long startedAt;
    private TimeSpan spentBefore;

    /// <summary>Seconds that the update has taken, those before it was resumed included; null where they are not bounded.</summary>
    public double? Seconds => options.Seconds is null ? null : Spent.TotalSeconds;

    private TimeSpan Spent => spentBefore + time.GetElapsedTime(startedAt);

    /// <summary>An update begins, or goes on after so many seconds.</summary>
    public void Begin(double? secondsBefore) =>
        (startedAt, spentBefore) = (time.GetTimestamp(), TimeSpan.FromSeconds(secondsBefore ?? 0));

    /// <summary>An equal part of what is left for each of the trainings to come.</summary>
    /// <param name="multiplyAdds">Spent by the update so far.</param>
    /// <param name="examples">Stepped on by the update so far.</param>
    /// <param name="trainingCount">Trainings to come, this one included.</param>
    public TrainingAllowance Allow(long multiplyAdds, long examples, int trainingCount) => new(
        Part(options.Examples, examples, trainingCount),
        Part(options.MultiplyAdds, multiplyAdds, trainingCount),
        options.Seconds is { } seconds ? TimeSpan.FromSeconds(Math.Max(0, seconds - Spent.TotalSeconds) / trainingCount) : null,
        time);

    private static double Part(double? most, long spent, int trainingCount) =>
        most is { } bound ? Math.Max(0, bound - spent) / trainingCount : double.PositiveInfinity;
}

/// <summary>What one training may spend.</summary>
internal sealed class TrainingAllowance(double examples, double multiplyAdds, TimeSpan? duration, TimeProvider time)
{
    private readonly long startedAt = time.GetTimestamp();
    private long lapStartedAt;
    private TimeSpan stepTook;
    private TimeSpan validationTook; // the last one, or what it is thought to take

    /// <summary>
    /// Steps of the next epoch that can be taken, with the validation that ends it. An epoch that cannot be whole is cut at the end of a
    /// whole step.
    /// </summary>
    /// <param name="counts">Of an epoch.</param>
    /// <param name="trained">Examples of each model that are through.</param>
    /// <param name="epochCount">Epochs that are through, each with a validation.</param>
    /// <param name="validationCount">V.</param>
    /// <param name="multiplyAddsPerExample">Of all models together.</param>
    public int StepsOfNextEpoch(
        EpochStepCounts counts, long trained, int epochCount, long validationCount, long multiplyAddsPerExample, int modelCount)
    {
        if (epochCount > 0 && !HasTimeForStep()) return 0;
        var perStep = (double)ComputeCost.OfTraining(1, multiplyAddsPerExample).Total;
        var left = multiplyAdds - (trained * perStep) - ((epochCount + 1.0) * validationCount * multiplyAddsPerExample);
        var affordable = Math.Floor(Math.Min((examples / modelCount) - trained, left / perStep));
        if (affordable >= counts.ExampleCount) return counts.PerEpoch;
        return affordable > 0 ? (int)(affordable / counts.BatchSize) : 0;
    }

    /// <summary>The first step of an epoch, or its validation, begins.</summary>
    public void StartLap() => lapStartedAt = time.GetTimestamp();

    /// <summary>A step is through.</summary>
    /// <param name="stepLength">Examples of it.</param>
    /// <param name="validationCount">V. Before the first validation an example of it is thought to take half of one of a step.</param>
    /// <returns>Whether there is time for another, and for validation after it.</returns>
    public bool StepDone(int stepLength, int validationCount)
    {
        stepTook = Lap();
        if (validationTook == TimeSpan.Zero) validationTook = stepTook * (0.5 * validationCount / stepLength);
        return HasTimeForStep();
    }

    public void ValidationDone() => validationTook = Lap();

    private bool HasTimeForStep() => duration is null || time.GetElapsedTime(startedAt) + stepTook + validationTook <= duration;

    private TimeSpan Lap()
    {
        var now = time.GetTimestamp();
        var took = time.GetElapsedTime(lapStartedAt, now);
        lapStartedAt = now;
        return took;
    }
}

/// <summary>How the examples of a training are cut into steps, of which only the last epoch may leave some out.</summary>
/// <param name="ExampleCount">N.</param>
/// <param name="BatchSize">B.</param>
internal readonly record struct EpochStepCounts(int ExampleCount, int BatchSize)
{
    /// <summary>Of a whole epoch.</summary>
    public int PerEpoch => Streams.Batches.Count(ExampleCount, BatchSize);

    /// <summary>Whether the last of so many epochs was cut.</summary>
    public bool IsCut(int epochCount, long stepCount) => stepCount < (long)epochCount * PerEpoch;

    /// <summary>Examples that a model has stepped on.</summary>
    public long ExamplesOf(int epochCount, long stepCount) => IsCut(epochCount, stepCount)
        ? ((epochCount - 1L) * ExampleCount) + ((stepCount - ((epochCount - 1L) * PerEpoch)) * BatchSize)
        : (long)epochCount * ExampleCount;
}
