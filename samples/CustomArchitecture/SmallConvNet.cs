using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace CustomArchitecture;

/// <summary>The section <c>clmodel.model</c> of a config whose class is SmallConvNet.</summary>
public sealed record SmallConvNetOptions : ModelOptions
{
    /// <summary>Channels of the first convolution; the second has twice as many.</summary>
    [Range(1, 1024)]
    public required int NChannels { get; init; }

    public override NetworkStructure Structure(ImageShape inputShape, int classCount) => inputShape is { Height: >= 4, Width: >= 4 }
        ? new SmallConvNet(inputShape, classCount, NChannels)
        : throw new LearningException($"SmallConvNet halves images twice and takes those of at least 4x4, not of {inputShape}.");
}

/// <summary>Two convolutions, each halved by max pooling, and a linear layer.</summary>
public sealed record SmallConvNet(ImageShape InputShape, int ClassCount, int ChannelCount) : NetworkStructure(InputShape, ClassCount)
{
    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise) => nn.Sequential(
        nn.Conv2d(InputShape.Channels, ChannelCount, 3, padding: 1), // (B, N, H, W)
        nn.ReLU(),
        nn.MaxPool2d(2), // (B, N, H/2, W/2)
        nn.Conv2d(ChannelCount, 2 * ChannelCount, 3, padding: 1), // (B, 2N, H/2, W/2)
        nn.ReLU(),
        nn.MaxPool2d(2), // (B, 2N, H/4, W/4)
        nn.Flatten(),
        nn.Linear(2 * ChannelCount * (InputShape.Height / 4) * (InputShape.Width / 4), ClassCount)); // (B, K)
}
