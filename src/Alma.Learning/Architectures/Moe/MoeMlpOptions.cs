using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Networks;

namespace Alma.Learning.Architectures.Moe;

/// <summary>A <see cref="MixtureOfExpertsMlp"/> that stays as it is.</summary>
public record MoeMlpOptions : MlpOptions
{
    /// <summary>Experts of each hidden layer at first.</summary>
    [Range(1, 1024)]
    public required int NExperts { get; init; }

    /// <summary>Whether a gate gives all its weight to one expert.</summary>
    public required bool IsHard { get; init; }

    /// <summary>How a hard gate chooses in training.</summary>
    public HardGateEstimator HardGate { get; init; }

    protected virtual MixtureGrowth Growth => new(ExpertSelection.None, 0);

    public override NetworkStructure Structure(ImageShape inputShape, int classCount) => new MixtureOfExpertsMlp(
        inputShape, classCount, SizeLayers, [.. Enumerable.Repeat(ExpertTree.Of(NExperts), NLayers)], IsHard ? HardGate : null, Growth);
}

/// <summary>A <see cref="MixtureOfExpertsMlp"/> that grows by splitting an expert of each layer at random.</summary>
public sealed record MoeMlpRandomGrowOptions : MoeMlpOptions
{
    /// <summary>Experts that a split makes of one; 0 leaves it whole.</summary>
    [Range(0, 1024)]
    public required int NExpertsToSplit { get; init; }

    protected override MixtureGrowth Growth => new(ExpertSelection.Random, NExpertsToSplit);
}

/// <summary>A <see cref="MixtureOfExpertsMlp"/> that grows by splitting the most used expert of each layer.</summary>
public sealed record MoeMlpUsageGrowOptions : MoeMlpOptions
{
    /// <summary>Experts that a split makes of one; 0 leaves it whole.</summary>
    [Range(0, 1024)]
    public required int NExpertsToSplit { get; init; }

    protected override MixtureGrowth Growth => new(ExpertSelection.MostUsed, NExpertsToSplit);
}
