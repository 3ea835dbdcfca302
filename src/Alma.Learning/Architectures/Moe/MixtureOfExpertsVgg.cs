// B: batch, C: channels, H, W: height and width of what a gate sees, P: pooled side, E: experts of a mixture.
using System.Collections.Immutable;
using Alma.Data;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Moe;

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

    // (B, C, H, W) -> (B, C, P, P) -> (B, C * P * P) -> (B, E)
    private nn.Module<Tensor, Tensor> GateLogits(int channels, int children) => nn.Sequential(
        ("0", nn.Sequential(("0", nn.AdaptiveAvgPool2d(PooledSide)), ("1", nn.Flatten()))),
        ("1", nn.Linear((long)channels * PooledSide * PooledSide, children)));
}
