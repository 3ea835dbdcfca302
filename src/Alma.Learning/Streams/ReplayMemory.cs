namespace Alma.Learning.Streams;

/// <summary>The examples one update trains and validates on, as indices into the training set.</summary>
public sealed record TrainingSplit(long[] Training, long[] Validation);

/// <summary>What of a megabatch is held out, and how much of the past is replayed; each a proportion in [0, 1].</summary>
public sealed record SplitProportions(double Validation, double TrainingReplay, double ValidationReplay)
{
    /// <summary>
    /// Training examples that are remembered at most, and as many validation examples; null for all that the last update used.
    /// </summary>
    public int? MemorySize { get; init; }

    /// <summary>How many of the examples that arrive are held out.</summary>
    public int HeldOut(int arrivedCount) => (int)(arrivedCount * Validation);

    /// <summary>How many of those remembered are replayed, of a proportion.</summary>
    public static int Replayed(int rememberedCount, double proportion) => (int)(rememberedCount * proportion);

    /// <summary>How many are remembered after an update that used so many, where so many were remembered and so many arrived.</summary>
    public int Remembered(int rememberedCount, int arrivedCount, int usedCount) =>
        MemorySize is { } size ? Math.Min(size, rememberedCount + arrivedCount) : usedCount;
}

/// <summary>
/// Remembers what the last update trained and validated on, and mixes a random part of it into the next. The memory after
/// an update is all that the update used, so with a proportion p an example met t megabatches ago is still there with
/// probability p^t; or, where it is bounded, what a <see cref="BoundedMemory"/> keeps of all that have come.
/// </summary>
public sealed class ReplayMemory
{
    public ReplayMemory() => Remembered = new TrainingSplit([], []);

    /// <summary>A memory as it was saved.</summary>
    public ReplayMemory(TrainingSplit remembered) => Remembered = remembered;

    /// <summary>What the next update may replay; empty before the first.</summary>
    public TrainingSplit Remembered { get; private set; }

    /// <summary>
    /// Splits a megabatch at random, adds the replayed part of the memory, and remembers the result or what the bound keeps.
    /// </summary>
    public TrainingSplit Admit(
        Megabatch megabatch, SplitProportions proportions, MersenneTwister generator, BoundedMemory? bound = null)
    {
        var arrived = Shuffled(megabatch.Examples, generator);
        var trainingCount = TrainingCount(arrived.Length, proportions);
        var (training, validation) = (arrived[..trainingCount], arrived[trainingCount..]);
        var used = new TrainingSplit(
            [.. training, .. Sample(Remembered.Training, proportions.TrainingReplay, generator)],
            [.. validation, .. Sample(Remembered.Validation, proportions.ValidationReplay, generator)]);
        Remembered = bound is null
            ? used
            : new TrainingSplit(bound.Keep(Remembered.Training, training), bound.Keep(Remembered.Validation, validation));
        return used;
    }

    /// <summary>How many examples an update trains on when so many arrive.</summary>
    public static int TrainingCount(int arrived, TrainingSplit remembered, SplitProportions proportions) =>
        TrainingCount(arrived, proportions) + SplitProportions.Replayed(remembered.Training.Length, proportions.TrainingReplay);

    private static int TrainingCount(int arrived, SplitProportions proportions) => arrived - proportions.HeldOut(arrived);

    private static long[] Sample(long[] memory, double proportion, MersenneTwister generator) =>
        proportion > 0 && memory.Length > 0 ? Shuffled(memory, generator)[..SplitProportions.Replayed(memory.Length, proportion)] : [];

    private static long[] Shuffled(long[] examples, MersenneTwister generator)
    {
        var order = NumPyPermutation.Draw(generator, examples.Length);
        return Array.ConvertAll(order, i => examples[i]);
    }
}
