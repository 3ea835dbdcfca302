using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Architectures.Dense;
using Alma.Learning.Networks;
using Alma.Onnx;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Perceptron;

/// <summary>A <see cref="MultilayerPerceptron"/>.</summary>
public record MlpOptions : ModelOptions
{
    /// <summary>Units of each hidden layer.</summary>
    [Range(1, 1 << 20)]
    public required int SizeLayers { get; init; }

    /// <summary>Hidden layers.</summary>
    [Range(0, 1000)]
    public required int NLayers { get; init; }

    public override NetworkStructure Structure(ImageShape inputShape, int classCount) =>
        new MultilayerPerceptron(inputShape, classCount, SizeLayers, NLayers);
}

/// <summary>Linear layers of one width with ReLU between them (crlapi's <c>MLP</c>).</summary>
/// <param name="LayerWidth">Units of each hidden layer.</param>
/// <param name="HiddenLayerCount">Hidden layers; with 0 the network is linear.</param>
public sealed record MultilayerPerceptron(ImageShape InputShape, int ClassCount, int LayerWidth, int HiddenLayerCount)
    : NetworkStructure(InputShape, ClassCount)
{
    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise)
    {
        var widths = Widths();
        var layers = new List<(string, nn.Module<Tensor, Tensor>)>();
        for (var k = 0; k + 1 < widths.Length; k++)
        {
            if (k > 0) layers.Add(($"{layers.Count}", nn.ReLU()));
            layers.Add(($"{layers.Count}", nn.Linear(widths[k], widths[k + 1])));
        }
        return new Module(nn.Sequential(layers));
    }

    internal override DenseStack ByHand()
    {
        var widths = Widths();
        return new DenseStack([.. widths.Skip(1).Select((width, k) => new DenseLayer(
            [$"model.{2 * k}.weight"], [$"model.{2 * k}.bias"], widths[k], width,
            k < HiddenLayerCount ? DenseOutput.Rectified : DenseOutput.Plain))],
            default);
    }

    public override OnnxValue AddTo(NetworkGraph graph, OnnxValue images) => ByHand().AddTo(graph, images);

    internal override NetworkSize SizeAfter(int growthCount) =>
        NetworkSize.Linear(InputShape.Size, HiddenLayerCount == 0 ? ClassCount : LayerWidth)
        + (HiddenLayerCount == 0
            ? NetworkSize.Zero
            : (NetworkSize.Linear(LayerWidth, LayerWidth) * (HiddenLayerCount - 1)) + NetworkSize.Linear(LayerWidth, ClassCount));

    private int[] Widths() => [InputShape.Size, .. Enumerable.Repeat(LayerWidth, HiddenLayerCount), ClassCount];

    private sealed class Module : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> model;

        public Module(nn.Module<Tensor, Tensor> model) : base(nameof(MultilayerPerceptron))
        {
            this.model = model;
            register_module("model", model);
        }

        public override Tensor forward(Tensor input)
        {
            using var flat = input.flatten(1); // (B, C * H * W)
            return model.call(flat);
        }
    }
}
