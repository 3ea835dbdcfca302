// B: batch, C: channels, H, W: height and width.
using Alma.Data;
using Alma.Learning.Networks;
using Alma.Onnx;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.LeNet;

/// <summary>A <see cref="LeNet5"/>.</summary>
public sealed record LeNet5Options : ModelOptions
{
    public override NetworkStructure Structure(ImageShape inputShape, int classCount) => new LeNet5(inputShape, classCount);
}

/// <summary>
/// LeNet-5 (LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86, 1998,
/// section II.B). As is usual today, every map of the second convolution sees all of the first, pooling has no weights, and the last layer
/// is linear. As there, images of fewer than 32 pixels a side are padded to 32.
/// </summary>
public sealed record LeNet5(ImageShape InputShape, int ClassCount) : NetworkStructure(InputShape, ClassCount)
{
    private const int LeastSide = 32;
    private const int KernelSize = 5;
    private const int FirstMaps = 6;
    private const int SecondMaps = 16;
    private const int FirstUnits = 120;
    private const int SecondUnits = 84;

    private int Flattened => SecondMaps * Side(InputShape.Height, 2) * Side(InputShape.Width, 2);

    internal override NetworkSize SizeAfter(int growthCount) =>
        NetworkSize.Convolution(InputShape.Channels, FirstMaps, KernelSize, 4.0 * Side(InputShape.Height, 1) * Side(InputShape.Width, 1))
        + NetworkSize.Convolution(FirstMaps, SecondMaps, KernelSize, 4.0 * Side(InputShape.Height, 2) * Side(InputShape.Width, 2))
        + NetworkSize.Linear(Flattened, FirstUnits)
        + NetworkSize.Linear(FirstUnits, SecondUnits)
        + NetworkSize.Linear(SecondUnits, ClassCount);

    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise)
    {
        var (rows, columns) = (Math.Max(0, LeastSide - InputShape.Height), Math.Max(0, LeastSide - InputShape.Width));
        return nn.Sequential(
            ("pad", nn.ZeroPad2d((columns / 2, columns - (columns / 2), rows / 2, rows - (rows / 2)))), // (B, C, 32 or H, 32 or W)
            ("conv1", nn.Conv2d(InputShape.Channels, FirstMaps, KernelSize)),
            ("tanh1", nn.Tanh()),
            ("pool1", nn.AvgPool2d(2)), // (B, 6, 14, 14) of 32 pixels a side
            ("conv2", nn.Conv2d(FirstMaps, SecondMaps, KernelSize)),
            ("tanh2", nn.Tanh()),
            ("pool2", nn.AvgPool2d(2)), // (B, 16, 5, 5)
            ("flatten", nn.Flatten()),
            ("fc1", nn.Linear(Flattened, FirstUnits)),
            ("tanh3", nn.Tanh()),
            ("fc2", nn.Linear(FirstUnits, SecondUnits)),
            ("tanh4", nn.Tanh()),
            ("fc3", nn.Linear(SecondUnits, ClassCount)));
    }

    public override OnnxValue AddTo(NetworkGraph graph, OnnxValue images)
    {
        var (rows, columns) = (Math.Max(0, LeastSide - InputShape.Height), Math.Max(0, LeastSide - InputShape.Width));
        var hidden = graph.Convolution(
            images,
            graph.Weight("conv1.weight", FirstMaps, InputShape.Channels, KernelSize, KernelSize),
            graph.Weight("conv1.bias", FirstMaps),
            (KernelSize, KernelSize),
            [rows / 2, columns / 2, rows - (rows / 2), columns - (columns / 2)]);
        hidden = graph.AveragePooling(graph.Tanh(hidden), 2, 2);
        hidden = graph.AveragePooling(graph.Tanh(graph.Convolution(hidden, "conv2", FirstMaps, SecondMaps, KernelSize)), 2, 2);
        hidden = graph.Tanh(graph.Linear(graph.Flatten(hidden), "fc1", Flattened, FirstUnits));
        hidden = graph.Tanh(graph.Linear(hidden, "fc2", FirstUnits, SecondUnits));
        return graph.Linear(hidden, "fc3", SecondUnits, ClassCount);
    }

    // Of an image after so many convolutions, each with its pooling.
    private static int Side(int side, int convolutions)
    {
        side = Math.Max(LeastSide, side);
        for (; convolutions > 0; convolutions--) side = (side - (KernelSize - 1)) / 2;
        return side;
    }
}
