using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Networks;
using Alma.Onnx;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Firefly;

/// <summary>A <see cref="FireflyVgg"/>, for learners other than Firefly.</summary>
public sealed record FireflyVggOptions : ModelOptions
{
    /// <summary>Channels of every convolution; 0 for the full network's 64 to 512.</summary>
    [Range(0, 1 << 16)]
    public required int NChannels { get; init; }

    public override NetworkStructure Structure(ImageShape inputShape, int classCount) =>
        FireflyVgg.Create(inputShape, classCount, NChannels);
}

/// <summary>
/// VGG-19 as Firefly grows it (Wu et al. 2020; crlapi's <c>sp_vgg</c>): each convolution of a width of its own, without bias
/// before its batch norm, and a convolution that gives the logits.
/// </summary>
/// <param name="Widths">Output channels of the sixteen convolutions.</param>
public sealed record FireflyVgg(ImageShape InputShape, int ClassCount, ImmutableArray<int> Widths)
    : NetworkStructure(InputShape, ClassCount)
{
    /// <summary>One that has not grown: of <paramref name="channelCount"/> channels everywhere, or with 0 of the full network's.</summary>
    public static FireflyVgg Create(ImageShape inputShape, int classCount, int channelCount) =>
        new(inputShape, classCount, VggStages.Widths(channelCount));

    /// <summary>The name of each convolution among the network's modules, such as <c>layer.3</c>; the classifier's is the last.</summary>
    public ImmutableArray<string> ConvolutionNames()
    {
        var stages = VggStages.Channels(InputShape, Widths);
        // Each stage is followed by a pooling, which takes an index.
        var names = stages.SelectMany((stage, s) =>
            stage.Select((_, k) => $"layer.{stages.Take(s).Sum(earlier => earlier.Length + 1) + k}"));
        return [.. names, $"layer.{Widths.Length + stages.Length}"];
    }

    internal override NetworkSize SizeAfter(int growthCount) =>
        NetworkSize.Sum(VggStages.Sizes(InputShape, Widths)) + VggStages.ClassifierSize(InputShape, Widths[^1], ClassCount);

    internal override bool NormalisesSinglePixels => VggStages.EndInSinglePixels(InputShape);

    public override bool MayHaveGrownInto(NetworkStructure grown, int mostSteps) =>
        grown is FireflyVgg { Widths.IsDefault: false } wider
        && wider with { Widths = Widths } == this
        && wider.Widths.Length == Widths.Length
        && wider.Widths.Zip(Widths).All(pair => pair.First >= pair.Second);

    // Each kernel has nine values.
    public override double LeastValueCount() => Widths.Zip(Widths.Skip(1), (inputs, outputs) => 9.0 * inputs * outputs).Sum();

    internal override bool SharesStatistics => VggStages.ShareStatistics(Widths);

    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise)
    {
        nn.Module<Tensor, Tensor>[] layers =
        [
            .. VggStages.Channels(InputShape, Widths)
                .SelectMany(stage => stage.Select((channels, k) => new FireflyUnit(channels, InputShape, k == stage.Length - 1))),
            nn.Sequential(("module", nn.Conv2d(Widths[^1], ClassCount, VggStages.OutputSize(InputShape)))),
        ];
        var named = ConvolutionNames().Select(name => name["layer.".Length..]).Zip(layers);
        return nn.Sequential(("layout", VggStages.Layout(Widths.Min())), ("layer", nn.Sequential(named)), ("flatten", nn.Flatten()));
    }

    public override OnnxValue AddTo(NetworkGraph graph, OnnxValue images)
    {
        var hidden = images;
        var names = new Queue<string>(ConvolutionNames());
        foreach (var stage in VggStages.Channels(InputShape, Widths))
            foreach (var (k, (inputs, outputs)) in stage.Index())
            {
                var name = names.Dequeue();
                var convolved = graph.Convolution(hidden, $"{name}.module", inputs, outputs, kernel: 3, padding: 1, bias: false);
                hidden = VggStages.AddNorm(graph, convolved, $"{name}.bn", outputs, InputShape, endsStage: k == stage.Length - 1);
            }
        var (classifier, kernel) = ($"{names.Dequeue()}.module", VggStages.OutputSize(InputShape));
        var weight = graph.Weight($"{classifier}.weight", ClassCount, Widths[^1], kernel.Height, kernel.Width);
        return graph.Flatten(graph.Convolution(hidden, weight, graph.Weight($"{classifier}.bias", ClassCount), kernel, [0, 0, 0, 0]));
    }

    // Batch norm comes first among the parameters, the convolution first in the computation.
    private sealed class FireflyUnit : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module<Tensor, Tensor> bn;
        private readonly nn.Module<Tensor, Tensor> module;

        public FireflyUnit((int Inputs, int Outputs) channels, ImageShape image, bool endsStage) : base(nameof(FireflyUnit))
        {
            bn = VggStages.Norm(channels.Outputs, image, endsStage);
            module = nn.Conv2d(channels.Inputs, channels.Outputs, 3, padding: 1, bias: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var convolved = module.call(input);
            return bn.call(convolved);
        }
    }
}
