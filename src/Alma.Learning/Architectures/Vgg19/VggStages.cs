using System.Collections.Immutable;
using Alma.Data;
using Alma.Kernels;
using Alma.Learning.Compute;
using Alma.Learning.Layers;
using Alma.Learning.Networks;
using Alma.Onnx;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Vgg19;

/// <summary>
/// What all forms of VGG-19 share (Simonyan and Zisserman 2015): sixteen 3x3 convolutions in five stages, each ended by a
/// pooling that halves the image.
/// </summary>
internal static class VggStages
{
    private const int PixelsPerOutput = 32; // of each side, after five halvings

    private static readonly ImmutableArray<(int Convolutions, int FullWidth)> all = [(2, 64), (2, 128), (4, 256), (4, 512), (4, 512)];

    /// <summary>The output channels of each convolution: <paramref name="channelCount"/>, or with 0 those of the full network.</summary>
    public static ImmutableArray<int> Widths(int channelCount) =>
        [.. all.SelectMany(stage => Enumerable.Repeat(channelCount > 0 ? channelCount : stage.FullWidth, stage.Convolutions))];

    /// <summary>The input and output channels of each convolution, by stage.</summary>
    /// <param name="widths">The output channels of all sixteen.</param>
    /// <exception cref="ArgumentException">There are not sixteen widths.</exception>
    public static (int Inputs, int Outputs)[][] Channels(ImageShape image, ImmutableArray<int> widths)
    {
        var count = all.Sum(stage => stage.Convolutions);
        if (widths.Length != count) throw new ArgumentException($"VGG-19 has {count} convolutions, not {widths.Length}");
        var channels = new Queue<(int, int)>(widths.Select((width, k) => (k == 0 ? image.Channels : widths[k - 1], width)));
        return [.. all.Select(stage => Enumerable.Range(0, stage.Convolutions).Select(_ => channels.Dequeue()).ToArray())];
    }

    /// <summary>
    /// One stage: convolution, batch norm and ReLU as often as there are channels, then the pooling. The modules are named by the
    /// places that PyTorch's have, of which ReLU and pooling leave theirs empty.
    /// </summary>
    public static Sequential Build((int Inputs, int Outputs)[] channels, ImageShape image) => nn.Sequential(
    [
        ("layout", Layout(channels[0].Outputs)),
        .. channels.SelectMany((pair, k) => new (string, nn.Module<Tensor, Tensor>)[]
        {
            ($"{3 * k}", nn.Conv2d(pair.Inputs, pair.Outputs, 3, padding: 1)),
            ($"{(3 * k) + 1}", Norm(pair.Outputs, image, endsStage: k == channels.Length - 1)),
        }),
    ]);

    /// <summary>One stage as a part of an ONNX graph, with the weights of what <see cref="Build"/> has made.</summary>
    /// <param name="name">Of the stage among the network's modules.</param>
    public static OnnxValue AddTo(
        NetworkGraph graph, OnnxValue input, string name, (int Inputs, int Outputs)[] channels, ImageShape image)
    {
        foreach (var (k, (inputs, outputs)) in channels.Index())
        {
            var convolved = graph.Convolution(input, $"{name}.{3 * k}", inputs, outputs, kernel: 3, padding: 1);
            input = AddNorm(graph, convolved, $"{name}.{(3 * k) + 1}", outputs, image, endsStage: k == channels.Length - 1);
        }
        return input;
    }

    /// <summary>What <see cref="Norm"/> builds as a part of an ONNX graph.</summary>
    public static OnnxValue AddNorm(
        NetworkGraph graph, OnnxValue input, string name, int channels, ImageShape image, bool endsStage, bool affine = true)
    {
        var rectified = graph.Relu(graph.BatchNorm(input, name, channels, affine));
        return endsStage ? graph.MaxPooling(rectified, RoundsUp(image)) : rectified;
    }

    /// <summary>Takes the image into the layout that convolutions of so many channels are fast in.</summary>
    public static nn.Module<Tensor, Tensor> Layout(int channels) => ChannelsLast.SuitsChannels(channels)
        ? new FastLayout()
        : new Step("as it is", image => image.alias());

    /// <summary>
    /// Batch norm and ReLU, and at the end of a stage the pooling that halves an image. Images below 32 pixels a side, of which
    /// PyTorch's pooling would leave nothing, keep the odd row and column at each halving.
    /// </summary>
    public static nn.Module<Tensor, Tensor> Norm(int channels, ImageShape image, bool endsStage, bool affine = true) =>
        new FusedBatchNorm(channels, endsStage ? AfterNorm.ReluAndPooling : AfterNorm.Relu, affine, RoundsUp(image));

    /// <summary>Whether all of a network's batch norms know of workers.</summary>
    public static bool ShareStatistics(ImmutableArray<int> widths) => widths.All(ChannelsLast.SuitsChannels);

    /// <summary>Whether the convolutions of the last stage give images of one pixel, before the pooling.</summary>
    public static bool EndInSinglePixels(ImageShape image) =>
        Side(image.Height, image, all.Length - 1) == 1 && Side(image.Width, image, all.Length - 1) == 1;

    /// <summary>What poolings make of a side of an image.</summary>
    public static int Side(int side, ImageShape image, int poolings)
    {
        for (; poolings > 0; poolings--) side = RoundsUp(image) ? (side + 1) / 2 : side / 2;
        return side;
    }

    /// <summary>What the convolutions of each stage take, with the norms after them.</summary>
    /// <param name="widths">The output channels of all sixteen.</param>
    public static ImmutableArray<NetworkSize> Sizes(ImageShape image, ImmutableArray<int> widths) =>
        [.. Channels(image, widths).Select((stage, k) =>
            NetworkSize.Sum(stage.Select(channels => NetworkSize.Convolution(
                channels.Inputs, channels.Outputs, 3, (double)Side(image.Height, image, k) * Side(image.Width, image, k)))))];

    /// <summary>What the classifier takes that follows the last stage.</summary>
    public static NetworkSize ClassifierSize(ImageShape image, double channels, int classCount)
    {
        var (height, width) = OutputSize(image);
        return NetworkSize.Linear(channels * height * width, classCount);
    }

    /// <summary>Height and width of what the last stage makes of an image.</summary>
    public static (int Height, int Width) OutputSize(ImageShape image)
    {
        var odd = RoundsUp(image) ? PixelsPerOutput - 1 : 0;
        return ((image.Height + odd) / PixelsPerOutput, (image.Width + odd) / PixelsPerOutput);
    }

    /// <summary>Whether poolings keep an odd last row and column.</summary>
    public static bool RoundsUp(ImageShape image) => Math.Min(image.Height, image.Width) < PixelsPerOutput;
}
