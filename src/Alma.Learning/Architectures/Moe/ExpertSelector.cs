using Alma.Learning.Networks;
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Moe;

/// <summary>Chooses, per mixture layer, the expert that growth splits.</summary>
public static class ExpertSelector
{
    /// <summary>One expert at random in each layer.</summary>
    public static ExpertPath[] AtRandom(MixtureStructure structure, MersenneTwister generator) =>
        [.. structure.Mixtures.Select(tree => tree.Leaves().ToArray())
            .Select(leaves => leaves[generator.NextUpTo((uint)leaves.Length - 1)])];

    /// <summary>The expert of each layer with the largest mean weight over some examples; the first of equals.</summary>
    /// <exception cref="LearningException">There are no examples to judge by.</exception>
    public static ExpertPath[] MostUsed(Network network, GrowthMaterial material)
    {
        if (material.Validation.Length == 0)
            throw new LearningException("Growth by usage needs validation examples: set clmodel.validation_proportion above 0.");
        var means = MeanUsage(network, material.Images, material.Validation, material.BatchSize);
        return [.. ((MixtureStructure)network.Structure).Mixtures.Select((tree, k) =>
            tree.Leaves().ElementAt(Array.IndexOf(means[k], means[k].Max())))];
    }

    private static double[][] MeanUsage(Network network, LabelledImages images, long[] examples, int batchSize)
    {
        using var noGradient = no_grad();
        using var usage = new ExpertUsage();
        network.EvaluationMode();
        using var loader = images.Load(examples, batchSize);
        while (loader.MoveNext())
        {
            using var scope = NewDisposeScope();
            var (batch, _) = loader.Gather();
            network.Forward(batch, usage);
        }
        return usage.Means();
    }
}
