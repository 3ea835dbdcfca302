using Alma.Learning.Streams;

namespace Alma.Learning.Training;

/// <summary>What an update trains on, and how its examples are drawn and weighed.</summary>
public sealed record TrainingPlan(TrainingSplit Split, int Megabatch)
{
    /// <summary>
    /// Which of the learner's updates it is, from 0: what all that is done every so often goes by. Draws go by the megabatch.
    /// </summary>
    public int Update { get; init; } = Megabatch;

    public Sampler Sampler { get; init; } = new ShuffledSampler();

    /// <summary>Which of several trainings, one after the other, on this megabatch; each draws and is logged apart.</summary>
    public int Round { get; init; }

    /// <summary>What each training example counts in the loss, 1 on average; null: all the same.</summary>
    public double[]? TrainingWeights { get; init; }

    /// <summary>What each validation example counts in validation accuracy and loss; their sum is 1; null: all the same.</summary>
    public double[]? ValidationWeights { get; init; }

    /// <exception cref="LearningException">There is nothing to train or to validate on.</exception>
    public void RefuseEmpty()
    {
        if (Split.Training.Length == 0 || Split.Validation.Length == 0)
            throw new LearningException(
                $"Megabatch {Megabatch} leaves {Split.Training.Length} examples to train on and {Split.Validation.Length} to validate on; "
                + $"both need at least one. Use fewer megabatches ({LearningSetting.MegabatchCount}) or another "
                + $"{LearningSetting.ValidationProportion}.");
    }
}

/// <summary>Chooses which examples each model steps on in an epoch, and in which order.</summary>
public abstract class Sampler
{
    /// <summary>Positions in the training examples, one per step taken on an example.</summary>
    /// <param name="exampleCount">Of the training examples.</param>
    /// <param name="model">The index of the model among those trained side by side.</param>
    public abstract long[] Positions(int exampleCount, Seeds seeds, int megabatch, int epoch, int model);
}

/// <summary>Every example once, in an order drawn anew for each epoch and model.</summary>
public sealed class ShuffledSampler : Sampler
{
    public override long[] Positions(int exampleCount, Seeds seeds, int megabatch, int epoch, int model) =>
        NumPyPermutation.Draw(seeds.Indices(SeedPurpose.Shuffling, megabatch, epoch, model), exampleCount);
}

/// <summary>
/// A bootstrap sample per model (Breiman 1996): as many examples as there are, drawn with replacement from a random part of
/// them; the same sample in every epoch, in a new order.
/// </summary>
/// <param name="part">The part drawn from, in (0, 1].</param>
public sealed class BootstrapSampler(double part) : Sampler
{
    public override long[] Positions(int exampleCount, Seeds seeds, int megabatch, int epoch, int model)
    {
        var generator = seeds.Indices(SeedPurpose.Sampling, megabatch, 0, model);
        var pool = NumPyPermutation.Draw(generator, exampleCount)[..Math.Max(1, (int)(part * exampleCount))];
        var sample = new long[exampleCount];
        for (var i = 0; i < sample.Length; i++) sample[i] = pool[generator.NextUpTo((uint)pool.Length - 1)];
        var order = NumPyPermutation.Draw(seeds.Indices(SeedPurpose.Shuffling, megabatch, epoch, model), exampleCount);
        return Array.ConvertAll(order, i => sample[i]);
    }
}

/// <summary>As many examples as there are, drawn with replacement in proportion to their weights, anew in every epoch.</summary>
/// <param name="weights">Of the training examples: not negative, their sum above 0.</param>
public sealed class WeightedSampler(double[] weights) : Sampler
{
    private readonly double[] cumulative = Accumulate(weights);

    public override long[] Positions(int exampleCount, Seeds seeds, int megabatch, int epoch, int model)
    {
        var generator = seeds.Indices(SeedPurpose.Sampling, megabatch, epoch, model);
        var positions = new long[exampleCount];
        for (var i = 0; i < positions.Length; i++) positions[i] = Find(generator.NextDouble() * cumulative[^1]);
        return positions;
    }

    // The first example whose cumulative weight is above the draw: one of weight 0 is never found.
    private long Find(double drawn)
    {
        var (low, high) = (0, cumulative.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (cumulative[middle] > drawn) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private static double[] Accumulate(double[] weights)
    {
        var sum = 0.0;
        return Array.ConvertAll(weights, weight => sum += weight);
    }
}
