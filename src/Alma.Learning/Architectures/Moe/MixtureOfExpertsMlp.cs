using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Architectures.Dense;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Compute;
using Alma.Learning.Networks;
using Alma.Onnx;
using static TorchSharp.torch;

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

/// <summary>
/// A multilayer perceptron each of whose hidden layers is a mixture of linear-and-ReLU experts with a linear gate
/// (crlapi's <c>MoE_MLP</c> and its growing forms).
/// </summary>
/// <param name="LayerWidth">Units of each hidden layer, the output size of its experts.</param>
/// <param name="HardGate">How hard gates choose, or null for soft gates.</param>
public sealed record MixtureOfExpertsMlp(
    ImageShape InputShape, int ClassCount, int LayerWidth, ImmutableArray<ExpertTree> Mixtures, HardGateEstimator? HardGate,
    MixtureGrowth Growth)
    : MixtureStructure(InputShape, ClassCount, Mixtures, Growth)
{
    public override string MixtureName(int mixtureIndex) => $"layers.{mixtureIndex + 1}"; // layers.0 flattens

    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise)
    {
        var layers = new List<nn.Module<Tensor, Tensor>> { nn.Flatten() };
        var width = InputShape.Size;
        foreach (var mixture in Mixtures)
        {
            var inputWidth = width;
            layers.Add(MixtureLayer.Build(
                mixture,
                gate: children => new Gate(nn.Linear(inputWidth, children), HardGate, noise),
                expert: () => nn.Sequential(("0", nn.Linear(inputWidth, LayerWidth)), ("1", nn.ReLU()))));
            width = LayerWidth;
        }
        layers.Add(nn.Linear(width, ClassCount));
        return new MixtureOfExperts(layers);
    }

    internal override DenseStack ByHand()
    {
        var mixtures = Mixtures.Select((tree, k) => DenseMixture(tree, k, k == 0 ? InputShape.Size : LayerWidth));
        var head = $"layers.{Mixtures.Length + 1}";
        var logits = new DenseLayer(
            [$"{head}.weight"], [$"{head}.bias"], Mixtures.IsEmpty ? InputShape.Size : LayerWidth, ClassCount, DenseOutput.Plain);
        return new DenseStack([.. mixtures, logits], new GateRule(
            IsHard: HardGate is not null,
            Perturbs: HardGate is HardGateEstimator.Categorical or HardGateEstimator.Gumbel,
            PerturbsGradient: HardGate is HardGateEstimator.Gumbel));
    }

    public override OnnxValue AddTo(NetworkGraph graph, OnnxValue images) => ByHand().AddTo(graph, images);

    internal override NetworkSize SizeAfter(int growthCount) =>
        NetworkSize.Sum(
            MixtureExtent.Of(Mixtures, growthCount, Growth).Select((mixture, k) => SizeOf(mixture, k == 0 ? InputShape.Size : LayerWidth)))
        + NetworkSize.Linear(Mixtures.IsEmpty ? InputShape.Size : LayerWidth, ClassCount);

    // An expert is three modules, a gate as many and the mixture that it is of.
    private NetworkSize SizeOf(MixtureExtent mixture, double inputs) =>
        (NetworkSize.Linear(inputs, LayerWidth) * mixture.Experts) + NetworkSize.Linear(inputs, mixture.GateOutputs)
        + new NetworkSize(0, LayerWidth, (2 * mixture.Experts) + (4 * mixture.Gates));

    private DenseLayer DenseMixture(ExpertTree tree, int index, int inputs)
    {
        var layout = MixtureLayout.Of(tree, MixtureName(index));
        var modules = layout.Experts.Select(expert => $"{expert}.0").Concat(layout.Gates.Select(gate => $"{gate}.module.module")).ToArray();
        return new DenseLayer(
            [.. modules.Select(module => $"{module}.weight")],
            [.. modules.Select(module => $"{module}.bias")],
            inputs,
            (layout.Experts.Length * LayerWidth) + layout.Routing.ColumnCount,
            DenseOutput.Mixed,
            layout.Routing);
    }
}
