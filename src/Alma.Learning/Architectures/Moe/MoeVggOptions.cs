using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Networks;

namespace Alma.Learning.Architectures.Moe;

/// <summary>A <see cref="MixtureOfExpertsVgg"/> that stays as it is.</summary>
public record MoeVggOptions : ModelOptions
{
    /// <summary>Channels of every convolution; 0 for the full network's 64 to 512.</summary>
    [Range(0, 1 << 16)]
    public required int NChannels { get; init; }

    /// <summary>Side to which a gate's input is average-pooled.</summary>
    [Range(1, 1 << 10)]
    public required int NAdaptivepooling { get; init; }

    /// <summary>Experts of each mixture at first.</summary>
    [Range(1, 1024)]
    public required int NExperts { get; init; }

    /// <summary>Whether a gate gives all its weight to one expert.</summary>
    public required bool IsHard { get; init; }

    /// <summary>How a hard gate chooses in training.</summary>
    public HardGateEstimator HardGate { get; init; }

    protected virtual MixtureGrowth Growth => new(ExpertSelection.None, 0);

    public override NetworkStructure Structure(ImageShape inputShape, int classCount) => new MixtureOfExpertsVgg(
        inputShape,
        classCount,
        NChannels,
        NAdaptivepooling,
        [.. Enumerable.Repeat(ExpertTree.Of(NExperts), MixtureOfExpertsVgg.MixtureCount)],
        IsHard ? HardGate : null,
        Growth);
}

/// <summary>A <see cref="MixtureOfExpertsVgg"/> that grows by splitting an expert of each mixture at random.</summary>
public sealed record MoeVggRandomGrowOptions : MoeVggOptions
{
    /// <summary>Experts that a split makes of one; 0 leaves it whole.</summary>
    [Range(0, 1024)]
    public required int NExpertsToSplit { get; init; }

    protected override MixtureGrowth Growth => new(ExpertSelection.Random, NExpertsToSplit);
}

/// <summary>A <see cref="MixtureOfExpertsVgg"/> that grows by splitting the most used expert of each mixture.</summary>
public sealed record MoeVggUsageGrowOptions : MoeVggOptions
{
    /// <summary>Experts that a split makes of one; 0 leaves it whole.</summary>
    [Range(0, 1024)]
    public required int NExpertsToSplit { get; init; }

    protected override MixtureGrowth Growth => new(ExpertSelection.MostUsed, NExpertsToSplit);
}
