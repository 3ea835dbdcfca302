using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Networks;
using Alma.Onnx;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.ResNet;

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

    internal override NetworkSize SizeAfter(int growthCount)
    {
        var size = NetworkSize.Convolution(InputShape.Channels, ChannelCount, 3, (double)InputShape.Height * InputShape.Width);
        for (var layer = 0; layer < 4; layer++)
        {
            var (inputs, outputs) = ((double)ChannelCount * (1 << Math.Max(0, layer - 1)), (double)ChannelCount * (1 << layer));
            var pixels = (double)Halved(InputShape.Height, layer) * Halved(InputShape.Width, layer);
            size += NetworkSize.Convolution(inputs, outputs, 3, pixels) + (NetworkSize.Convolution(outputs, outputs, 3, pixels) * 3);
        }
        return size + NetworkSize.Linear(8.0 * ChannelCount, ClassCount);
    }

    internal override bool NormalisesSinglePixels => HalvedThrice(InputShape.Height) == 1 && HalvedThrice(InputShape.Width) == 1;

    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise)
    {
        var (height, width) = (HalvedThrice(InputShape.Height), HalvedThrice(InputShape.Width));
        // Images of 24 pixels a side or fewer leave less than the pooling takes elsewhere: they are pooled whole.
        var (poolHeight, poolWidth) = (Math.Min(PoolingSide, height), Math.Min(PoolingSide, width));
        var pooledSize = height / poolHeight * (width / poolWidth);
        return nn.Sequential(
            ("conv1", nn.Conv2d(InputShape.Channels, ChannelCount, 3, padding: 1, bias: false)),
            ("bn1", nn.BatchNorm2d(ChannelCount)),
            ("relu", nn.ReLU(inplace: true)),
            ("layer1", Layer(ChannelCount, ChannelCount, stride: 1)),
            ("layer2", Layer(ChannelCount, 2 * ChannelCount, stride: 2)),
            ("layer3", Layer(2 * ChannelCount, 4 * ChannelCount, stride: 2)),
            ("layer4", Layer(4 * ChannelCount, 8 * ChannelCount, stride: 2)),
            ("pool", nn.AvgPool2d((poolHeight, poolWidth), (poolHeight, poolWidth))),
            ("flatten", nn.Flatten()),
            ("linear", nn.Linear(8 * ChannelCount * pooledSize, ClassCount)));
    }

    public override OnnxValue AddTo(NetworkGraph graph, OnnxValue images)
    {
        var (height, width) = (HalvedThrice(InputShape.Height), HalvedThrice(InputShape.Width));
        var (poolHeight, poolWidth) = (Math.Min(PoolingSide, height), Math.Min(PoolingSide, width));
        var convolved = graph.Convolution(images, "conv1", InputShape.Channels, ChannelCount, kernel: 3, padding: 1, bias: false);
        var (hidden, channels) = (graph.Relu(graph.BatchNorm(convolved, "bn1", ChannelCount)), ChannelCount);
        for (var layer = 0; layer < 4; layer++)
        {
            var outputs = ChannelCount << layer;
            hidden = ResidualBlock.AddTo(graph, hidden, $"layer{layer + 1}.0", channels, outputs, stride: layer == 0 ? 1 : 2);
            hidden = ResidualBlock.AddTo(graph, hidden, $"layer{layer + 1}.1", outputs, outputs, stride: 1);
            channels = outputs;
        }
        var pooled = graph.Flatten(graph.AveragePooling(hidden, poolHeight, poolWidth));
        return graph.Linear(pooled, "linear", (long)channels * (height / poolHeight) * (width / poolWidth), ClassCount);
    }

    private static nn.Module<Tensor, Tensor> Layer(int inputs, int outputs, int stride) =>
        nn.Sequential(("0", new ResidualBlock(inputs, outputs, stride)), ("1", new ResidualBlock(outputs, outputs, 1)));

    // A convolution of stride 2 halves a side, rounding up; three of the layers begin with one.
    private static int HalvedThrice(int side) => Halved(side, 3);

    private static int Halved(int side, int times) => (side + (1 << times) - 1) >> times;
}
