using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Networks;
using Alma.Onnx;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Vgg19;

/// <summary>A <see cref="Vgg"/>.</summary>
public record VggOptions : ModelOptions
{
    /// <summary>Channels of every convolution; 0 for the full network's 64 to 512.</summary>
    [Range(0, 1 << 16)]
    public required int NChannels { get; init; }

    public override NetworkStructure Structure(ImageShape inputShape, int classCount) => new Vgg(inputShape, classCount, NChannels);
}

/// <summary>VGG-19 with batch norm and one linear layer at its end (crlapi's <c>VGG</c>).</summary>
/// <param name="ChannelCount">Channels of every convolution; 0 for the full network's 64 to 512.</param>
public sealed record Vgg(ImageShape InputShape, int ClassCount, int ChannelCount) : NetworkStructure(InputShape, ClassCount)
{
    internal override NetworkSize SizeAfter(int growthCount)
    {
        var widths = VggStages.Widths(ChannelCount);
        return NetworkSize.Sum(VggStages.Sizes(InputShape, widths)) + VggStages.ClassifierSize(InputShape, widths[^1], ClassCount);
    }

    internal override bool NormalisesSinglePixels => VggStages.EndInSinglePixels(InputShape);

    internal override bool SharesStatistics => VggStages.ShareStatistics(VggStages.Widths(ChannelCount));

    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise)
    {
        var widths = VggStages.Widths(ChannelCount);
        var (height, width) = VggStages.OutputSize(InputShape);
        nn.Module<Tensor, Tensor>[] layers =
        [
            .. VggStages.Channels(InputShape, widths).Select(channels => VggStages.Build(channels, InputShape)),
            nn.Flatten(),
            nn.Linear(widths[^1] * height * width, ClassCount),
        ];
        return nn.Sequential(layers.Select((layer, k) => ($"{k}", layer)));
    }

    public override OnnxValue AddTo(NetworkGraph graph, OnnxValue images)
    {
        var widths = VggStages.Widths(ChannelCount);
        var stages = VggStages.Channels(InputShape, widths);
        var hidden = images;
        for (var k = 0; k < stages.Length; k++) hidden = VggStages.AddTo(graph, hidden, $"{k}", stages[k], InputShape);
        var (height, width) = VggStages.OutputSize(InputShape);
        // the module before the last flattens
        return graph.Linear(graph.Flatten(hidden), $"{stages.Length + 1}", (long)widths[^1] * height * width, ClassCount);
    }
}
