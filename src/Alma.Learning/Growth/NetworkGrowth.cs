using Alma.Learning.Architectures;
using Alma.Learning.Datasets;
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Growth;

/// <summary>What growth may look at, and what it draws from.</summary>
/// <param name="Validation">Indices into <paramref name="Images"/> of the examples to judge by.</param>
/// <param name="BatchSize">Of the examples looked at at once.</param>
/// <param name="Choices">Draws what grows, where that is random.</param>
/// <param name="Generator">Draws new weights.</param>
public sealed record GrowthMaterial(ResidentImages Images, long[] Validation, int BatchSize, MersenneTwister Choices, Generator Generator);

/// <summary>Grows a network by the rule that its structure brings: what a learner calls, whatever grows.</summary>
public static class NetworkGrowth
{
    /// <summary>The <c>class_name</c> of every model that grows, for messages.</summary>
    public const string GrowingModels = "MoE_MLP_RandomGrow, MoE_MLP_UsageGrow, MoE_VGG_RandomGrow, MoE_VGG_UsageGrow, SubnetVGG";

    public static bool CanGrow(NetworkStructure structure) =>
        structure is MixtureStructure { Growth.Selection: not ExpertSelection.None } or SubnetVgg;

    /// <summary>The network after one growth step, and the multiply-adds spent on choosing what grows.</summary>
    /// <returns>A new network, or <paramref name="network"/> itself where its structure says to grow by nothing.</returns>
    /// <exception cref="LearningException">The network does not grow, or growth needs validation examples and there are none.</exception>
    public static (Network Grown, long SelectionMultiplyAdds) Grow(Network network, GrowthMaterial material) => network.Structure switch
    {
        MixtureStructure { Growth: { Selection: not ExpertSelection.None, Parts: 0 } } or SubnetVgg { GrownUnits: 0 } => (network, 0),
        MixtureStructure { Growth.Selection: ExpertSelection.Random } mixture => (SplitAtRandom(network, mixture, material), 0),
        MixtureStructure { Growth.Selection: ExpertSelection.MostUsed } mixture =>
            (SplitMostUsed(network, mixture, material), material.Validation.Length * network.MultiplyAddsPerExample),
        SubnetVgg => (SubnetGrowth.Widen(network, material.Generator), 0),
        _ => throw new LearningException($"{network.Structure.GetType().Name} does not grow. Models that do: {GrowingModels}."),
    };

    private static Network SplitAtRandom(Network network, MixtureStructure structure, GrowthMaterial material) =>
        ExpertGrowth.Split(network, ExpertSelector.AtRandom(structure, material.Choices), structure.Growth.Parts, material.Generator);

    private static Network SplitMostUsed(Network network, MixtureStructure structure, GrowthMaterial material)
    {
        var paths = ExpertSelector.MostUsed(network, material.Images, material.Validation, material.BatchSize);
        return ExpertGrowth.Split(network, paths, structure.Growth.Parts, material.Generator);
    }
}
