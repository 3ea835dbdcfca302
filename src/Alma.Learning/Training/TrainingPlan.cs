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
                + "both need at least one. Use fewer megabatches (n_megabatches) or another clmodel.validation_proportion.");
    }
}
