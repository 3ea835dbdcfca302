using System.Collections.Immutable;
using Alma.Data;
using Alma.Learning.Networks;

namespace Alma.Learning.Architectures.Moe;

/// <summary>Which expert of a mixture layer growth splits.</summary>
public enum ExpertSelection
{
    /// <summary>None: the network does not grow.</summary>
    None,

    /// <summary>One at random.</summary>
    Random,

    /// <summary>The one with the largest share of the validation examples.</summary>
    MostUsed,
}

/// <summary>How a mixture of experts grows: which expert of each layer is split, and into how many (0: it is left as it is).</summary>
public sealed record MixtureGrowth(ExpertSelection Selection, int Parts);

/// <summary>The structure of a network some of whose layers are mixtures of experts: what growth needs to know of it.</summary>
/// <param name="Mixtures">The tree of experts of each mixture layer, from input to output.</param>
public abstract record MixtureStructure(ImageShape InputShape, int ClassCount, ImmutableArray<ExpertTree> Mixtures, MixtureGrowth Growth)
    : NetworkStructure(InputShape, ClassCount)
{
    /// <summary>The name of a mixture layer among the network's modules, such as <c>layers.1</c>.</summary>
    public abstract string MixtureName(int mixtureIndex);

    public override bool CanGrow() => Growth.Selection != ExpertSelection.None;

    public override (Network Grown, long SelectionMultiplyAdds) Grow(Network network, GrowthMaterial material) => Growth switch
    {
        { Selection: ExpertSelection.None } => base.Grow(network, material),
        { Parts: 0 } => (network, 0),
        { Selection: ExpertSelection.Random } =>
            (ExpertGrowth.Split(network, ExpertSelector.AtRandom(this, material.Choices), Growth.Parts, material.Generator), 0),
        _ => (
            ExpertGrowth.Split(network, ExpertSelector.MostUsed(network, material), Growth.Parts, material.Generator),
            material.Validation.Length * network.MultiplyAddsPerExample),
    };

    public override bool MayHaveGrownInto(NetworkStructure grown, int mostSteps) =>
        Growth is { Selection: not ExpertSelection.None, Parts: > 0 and var parts }
        && grown is MixtureStructure mixture
        && mixture with { Mixtures = Mixtures } == this
        && mixture.Mixtures is { IsDefault: false } trees
        && trees.Length == Mixtures.Length
        && trees.Zip(Mixtures).All(pair => pair.Second.StepsTo(pair.First, parts) is { } steps && steps <= mostSteps);
}
