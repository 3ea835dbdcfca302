using Alma.Learning.Networks;
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Moe;

/// <summary>
/// Grows a mixture of experts by splitting experts (the paper, section 4.2): the expert becomes a mixture of copies of it
/// with a new gate. Since the gate's weights sum to one, the function of the network is unchanged until it is trained on.
/// </summary>
public static class ExpertGrowth
{
    /// <summary>A larger network: in each mixture layer the expert at the given path is split into <paramref name="parts"/>.</summary>
    /// <param name="paths">One per mixture layer, from input to output.</param>
    /// <param name="generator">Draws the new gates.</param>
    /// <exception cref="ArgumentException">A path leads to no expert, or there is not one per mixture layer.</exception>
    public static Network Split(Network network, IReadOnlyList<ExpertPath> paths, int parts, Generator generator)
    {
        var structure = (MixtureStructure)network.Structure;
        if (paths.Count != structure.Mixtures.Length)
            throw new ArgumentException($"{paths.Count} paths for {structure.Mixtures.Length} mixture layers");
        var grown = new Network(
            structure with { Mixtures = [.. structure.Mixtures.Select((tree, k) => tree.Split(paths[k], parts))] },
            network.Device,
            generator,
            network.Backend);
        var splits = paths.Select((path, k) => ModuleName(structure.MixtureName(k), path)).ToArray();
        CopyState(network, grown, splits);
        return grown;
    }

    private static string ModuleName(string mixture, ExpertPath path) =>
        mixture + string.Concat(path.Steps.Select(step => $".experts.{step}"));

    private static void CopyState(Network from, Network to, string[] splits)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var existing = from.NamedState().ToDictionary(entry => entry.Name, entry => entry.Value);
        foreach (var (name, value) in to.NamedState())
            if (SourceName(name, splits) is { } source)
                value.copy_(existing[source]);
    }

    // The parameter or buffer that one of the grown network starts from; null for those of a new gate.
    private static string? SourceName(string name, string[] splits)
    {
        foreach (var split in splits)
        {
            if (name.StartsWith($"{split}.gate.", StringComparison.Ordinal)) return null;
            if (!name.StartsWith($"{split}.experts.", StringComparison.Ordinal)) continue;
            var afterIndex = name.IndexOf('.', split.Length + ".experts.".Length);
            return split + name[afterIndex..];
        }
        return name;
    }
}

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
            throw new LearningException($"Growth by usage needs validation examples: set {LearningSetting.ValidationProportion} above 0.");
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
            network.Forward(batch, usage.Add);
        }
        return usage.Means();
    }
}
