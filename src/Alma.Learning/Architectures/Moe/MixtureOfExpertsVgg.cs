// B: batch, C: channels, H, W: height and width of what a gate sees, P: pooled side, E: experts of a mixture.
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Layers;
using Alma.Learning.Networks;
using Alma.Onnx;
using static TorchSharp.torch;

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

/// <summary>
/// VGG-19 each of whose stages but the first is a mixture of such stages, with a linear gate on the average-pooled image
/// (crlapi's <c>MoE_VGG</c> and its growing forms).
/// </summary>
/// <param name="ChannelCount">Channels of every convolution; 0 for the full network's 64 to 512.</param>
/// <param name="PooledSide">Side of the image that a gate sees.</param>
/// <param name="HardGate">How hard gates choose, or null for soft gates.</param>
public sealed record MixtureOfExpertsVgg(
    ImageShape InputShape,
    int ClassCount,
    int ChannelCount,
    int PooledSide,
    ImmutableArray<ExpertTree> Mixtures,
    HardGateEstimator? HardGate,
    MixtureGrowth Growth)
    : MixtureStructure(InputShape, ClassCount, Mixtures, Growth)
{
    /// <summary>Stages that are mixtures: all but the first.</summary>
    public const int MixtureCount = 4;

    public override string MixtureName(int mixtureIndex) => $"layers.{mixtureIndex + 1}"; // layers.0 is the first stage

    internal override NetworkSize SizeAfter(int growthCount)
    {
        var widths = VggStages.Widths(ChannelCount);
        var (stages, channels) = (VggStages.Sizes(InputShape, widths), VggStages.Channels(InputShape, widths));
        var mixtures = MixtureExtent.Of(Mixtures, growthCount, Growth).Select((mixture, k) =>
            (stages[k + 1] * mixture.Experts) + GateSize(mixture, (double)channels[k + 1][0].Inputs * PooledSide * PooledSide));
        return stages[0] + NetworkSize.Sum(mixtures) + VggStages.ClassifierSize(InputShape, widths[^1], ClassCount);
    }

    private static NetworkSize GateSize(MixtureExtent mixture, double inputs) =>
        NetworkSize.Linear(inputs, mixture.GateOutputs) + (new NetworkSize(0, inputs, 4) * mixture.Gates);

    internal override bool NormalisesSinglePixels => VggStages.EndInSinglePixels(InputShape);

    internal override bool SharesStatistics =>
        (HardGate is null or HardGateEstimator.StraightThrough) && VggStages.ShareStatistics(VggStages.Widths(ChannelCount));

    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise)
    {
        var widths = VggStages.Widths(ChannelCount);
        var stages = VggStages.Channels(InputShape, widths);
        var (height, width) = VggStages.OutputSize(InputShape);
        return new MixtureOfExperts(
        [
            VggStages.Build(stages[0], InputShape),
            .. Mixtures.Select((mixture, k) => MixtureLayer.Build(
                mixture,
                gate: children => new Gate(GateLogits(stages[k + 1][0].Inputs, children), HardGate, noise),
                expert: () => VggStages.Build(stages[k + 1], InputShape))),
            nn.Flatten(),
            nn.Linear(widths[^1] * height * width, ClassCount),
        ]);
    }

    public override OnnxValue AddTo(NetworkGraph graph, OnnxValue images)
    {
        var widths = VggStages.Widths(ChannelCount);
        var stages = VggStages.Channels(InputShape, widths);
        var hidden = VggStages.AddTo(graph, images, "layers.0", stages[0], InputShape);
        for (var k = 0; k < Mixtures.Length; k++)
        {
            var pooled = GateInput(graph, hidden, stages[k + 1][0].Inputs, k + 1);
            hidden = Mixture(graph, hidden, pooled, MixtureName(k), Mixtures[k], stages[k + 1]);
        }
        var (height, width) = VggStages.OutputSize(InputShape);
        var head = $"layers.{Mixtures.Length + 2}"; // after the one that flattens
        return graph.Linear(graph.Flatten(hidden), head, (long)widths[^1] * height * width, ClassCount);
    }

    // (N, C, H, W) -> (N, C, P, P) -> (N, C * P * P)
    private OnnxValue GateInput(NetworkGraph graph, OnnxValue image, int channels, int poolings)
    {
        var height = VggStages.Side(InputShape.Height, InputShape, poolings);
        var width = VggStages.Side(InputShape.Width, InputShape, poolings);
        return graph.Reshape(AdaptivePooling.Add(graph, image, (height, width), PooledSide), -1, (long)channels * PooledSide * PooledSide);
    }

    // (N, C, H, W): the experts' images, each times its weight.
    private OnnxValue Mixture(
        NetworkGraph graph, OnnxValue image, OnnxValue pooled, string name, ExpertTree tree, (int Inputs, int Outputs)[] stage)
    {
        var inputs = (long)stage[0].Inputs * PooledSide * PooledSide;
        var scores = graph.Linear(pooled, $"{name}.gate.module.module.1", inputs, tree.Children.Length);
        var weights = HardGate is null ? graph.Softmax(scores) : graph.OneHotOfLargest(scores, tree.Children.Length);
        var weighted = tree.Children.Select((child, k) =>
        {
            var expert = $"{name}.experts.{k}";
            var output = child.IsLeaf
                ? VggStages.AddTo(graph, image, expert, stage, InputShape)
                : Mixture(graph, image, pooled, expert, child, stage);
            var weight = graph.Graph.Node("Gather", [weights, graph.Graph.Integers(k)], OnnxAttribute.Of("axis", 1)); // (N, 1)
            return graph.Multiply(output, graph.Reshape(weight, -1, 1, 1, 1));
        });
        return graph.Graph.Node("Sum", [.. weighted]);
    }

    // (B, C, H, W) -> (B, C, P, P) -> (B, C * P * P) -> (B, E)
    private nn.Module<Tensor, Tensor> GateLogits(int channels, int children) => nn.Sequential(
        ("0", nn.Sequential(("0", new AdaptiveAveragePooling(PooledSide)), ("1", nn.Flatten()))),
        ("1", nn.Linear((long)channels * PooledSide * PooledSide, children)));
}
