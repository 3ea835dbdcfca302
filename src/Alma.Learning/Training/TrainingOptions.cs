using System.ComponentModel.DataAnnotations;
using Alma.Learning.Streams;
using Alma.Learning.Training.Augmentations;

namespace Alma.Learning.Training;

/// <summary>How a network is trained on a megabatch: the keys of <c>clmodel</c> that every learner shares.</summary>
public abstract record TrainingOptions : IValidatableObject
{
    /// <summary>Examples per step.</summary>
    [Range(1, int.MaxValue)]
    public required int TrainingBatchSize { get; init; }

    /// <summary>Examples scored at once; it changes speed and memory, not results.</summary>
    [Range(1, int.MaxValue)]
    public int ValidationBatchSize { get; init; } = 1024;

    /// <summary>The part of each megabatch that is held out to choose the best epoch.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public required double ValidationProportion { get; init; }

    /// <summary>The part of what is remembered of training that is trained on again.</summary>
    [Range(0.0, 1.0)]
    public double TrainReplayProportion { get; init; }

    /// <summary>The part of what is remembered of validation that is validated on again.</summary>
    [Range(0.0, 1.0)]
    public double ValidationReplayProportion { get; init; }

    /// <summary>Which earlier examples are remembered; by default all that the last update used.</summary>
    public MemoryKind Memory { get; init; }

    /// <summary>Training examples remembered at most, and as many validation examples.</summary>
    [Range(1, int.MaxValue)]
    public int? MemorySize { get; init; }

    [Range(1, int.MaxValue)]
    public required int MaxEpochs { get; init; }

    /// <summary>Epochs without improvement after which an update ends.</summary>
    [Range(1, int.MaxValue)]
    public required int Patience { get; init; }

    /// <summary>How much validation accuracy must rise to count as an improvement.</summary>
    [Range(0.0, 1.0)]
    public double PatienceDelta { get; init; }

    public required OptimizerOptions Optim { get; init; }

    /// <summary>Random changes of the training images, in this order.</summary>
    public AugmentationOptions[]? KorniaAugs { get; init; }

    public SplitProportions SplitProportions =>
        new(ValidationProportion, TrainReplayProportion, ValidationReplayProportion) { MemorySize = MemorySize };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Memory == MemoryKind.All && MemorySize is not null)
            yield return new ValidationResult(
                $"{nameof(MemorySize)} bounds no memory where memory is all; set memory to reservoir, recent or balanced, or leave "
                + $"{nameof(MemorySize)} out", [nameof(MemorySize)]);
        if (Memory != MemoryKind.All && MemorySize is null)
            yield return new ValidationResult(
                $"this memory needs a bound: set {nameof(MemorySize)} to the examples that are remembered at most, or memory to all",
                [nameof(Memory), nameof(MemorySize)]);
    }
}
