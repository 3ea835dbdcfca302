using System.ComponentModel.DataAnnotations;
using Alma.Learning.Datasets;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures;

/// <summary>A <see cref="ResNet18"/>.</summary>
public sealed record ResNet18Options : ModelOptions
{
    /// <summary>Channels of the first convolution; the last has eight times as many.</summary>
    [Range(1, 1 << 13)]
    public int Nf { get; init; } = 20;

    public override NetworkStructure Structure(ImageShape inputShape, int classCount) => new ResNet18(inputShape, classCount, Nf);
}

/// <summary>The residual network of 18 layers for small images (He et al. 2016; crlapi's <c>ResNet18</c>).</summary>
/// <param name="ChannelCount">Channels of the first convolution; the last has eight times as many.</param>
public sealed record ResNet18(ImageShape InputShape, int ClassCount, int ChannelCount) : NetworkStructure(InputShape, ClassCount)
{
    private const int PoolingSide = 4;

    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise)
    {
        var (height, width) = (HalvedThrice(InputShape.Height), HalvedThrice(InputShape.Width));
        // Images of 24 pixels a side or fewer leave less than the pooling takes elsewhere: they are pooled whole.
        var (poolHeight, poolWidth) = (Math.Min(PoolingSide, height), Math.Min(PoolingSide, width));
        var pooledSize = height / poolHeight * (width / poolWidth);
        return nn.Sequential(
            ("layout", VggStages.Layout(ChannelCount)),
            ("conv1", nn.Conv2d(InputShape.Channels, ChannelCount, 3, padding: 1, bias: false)),
            ("bn1", new FusedBatchNorm(ChannelCount, AfterNorm.Relu)),
            ("layer1", Layer(ChannelCount, ChannelCount, stride: 1)),
            ("layer2", Layer(ChannelCount, 2 * ChannelCount, stride: 2)),
            ("layer3", Layer(2 * ChannelCount, 4 * ChannelCount, stride: 2)),
            ("layer4", Layer(4 * ChannelCount, 8 * ChannelCount, stride: 2)),
            ("pool", nn.AvgPool2d((poolHeight, poolWidth), (poolHeight, poolWidth))),
            ("flatten", nn.Flatten()),
            ("linear", nn.Linear(8 * ChannelCount * pooledSize, ClassCount)));
    }

    private static nn.Module<Tensor, Tensor> Layer(int inputs, int outputs, int stride) =>
        nn.Sequential(("0", new ResidualBlock(inputs, outputs, stride)), ("1", new ResidualBlock(outputs, outputs, 1)));

    // A convolution of stride 2 halves a side, rounding up; three of the layers begin with one.
    private static int HalvedThrice(int side) => (side + 7) / 8;
}
