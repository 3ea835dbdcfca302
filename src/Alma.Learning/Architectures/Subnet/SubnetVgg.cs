using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Networks;
using Alma.Onnx;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Subnet;

/// <summary>A <see cref="SubnetVgg"/>.</summary>
public sealed record SubnetVggOptions : ModelOptions
{
    /// <summary>Channels of every convolution; 0 for the full network's 64 to 512.</summary>
    [Range(0, 1 << 16)]
    public required int NChannels { get; init; }

    /// <summary>Channels that growth adds to every convolution but the last.</summary>
    [Range(0, 1 << 16)]
    public required int GrowNUnits { get; init; }

    public override NetworkStructure Structure(ImageShape inputShape, int classCount) =>
        SubnetVgg.Create(inputShape, classCount, VggStages.Widths(NChannels), GrowNUnits);
}

/// <summary>
/// VGG-19 of convolutions each of which uses a part of its weights, ending in one that gives the logits (crlapi's
/// <c>SubnetVGG</c>). It grows by channels whose weights are not used at first.
/// </summary>
/// <param name="Widths">Output channels of the sixteen convolutions.</param>
/// <param name="PruneRates">The part of its weights that each convolution does not use; the last is that of the classifier.</param>
/// <param name="GrownUnits">Channels that growth adds to each width.</param>
public sealed record SubnetVgg(
    ImageShape InputShape, int ClassCount, ImmutableArray<int> Widths, ImmutableArray<double> PruneRates, int GrownUnits)
    : NetworkStructure(InputShape, ClassCount)
{
    private const double InitialPruneRate = 0.5;

    /// <summary>One that has not grown.</summary>
    public static SubnetVgg Create(ImageShape inputShape, int classCount, ImmutableArray<int> widths, int grownUnits) =>
        new(inputShape, classCount, widths, [.. Enumerable.Repeat(InitialPruneRate, widths.Length + 1)], grownUnits);

    /// <summary>How many weights each convolution has, used or not.</summary>
    internal IEnumerable<long> WeightCounts()
    {
        var (height, width) = VggStages.OutputSize(InputShape);
        return VggStages.Channels(InputShape, Widths).SelectMany(stage => stage)
            .Select(channels => 9L * channels.Inputs * channels.Outputs)
            .Append((long)Widths[^1] * ClassCount * height * width);
    }

    // Each weight has a score, and a norm has nothing of its own.
    internal override NetworkSize SizeAfter(int growthCount)
    {
        ImmutableArray<int> widths = [.. Widths.Select(width => (int)Math.Min(int.MaxValue, width + ((double)growthCount * GrownUnits)))];
        var size = NetworkSize.Sum(VggStages.Sizes(InputShape, widths)) + VggStages.ClassifierSize(InputShape, widths[^1], ClassCount);
        return size with { Parameters = (2 * size.Parameters) - (3 * widths.Sum(width => (double)width)) };
    }

    internal override bool NormalisesSinglePixels => VggStages.EndInSinglePixels(InputShape);

    public override bool CanGrow() => true;

    public override (Network Grown, long SelectionMultiplyAdds) Grow(Network network, GrowthMaterial material) =>
        (GrownUnits == 0 ? network : SubnetGrowth.Widen(network, material.Generator), 0);

    // Only weights and biases are redrawn, as in crlapi: which of them it uses is learned on.
    public override void KeepBesideWeights(Network from, Network fresh) => SubnetGrowth.CopyScores(from, fresh);

    public override bool MayHaveGrownInto(NetworkStructure grown, int mostSteps)
    {
        if (grown is not SubnetVgg other || other with { Widths = Widths, PruneRates = PruneRates } != this) return false;
        var one = this;
        for (var step = 0; step <= mostSteps; step++, one = one.Wider())
            if (other.Widths.AsSpan().SequenceEqual(one.Widths.AsSpan())) return other.HasRatesOf(one);
        return false;
    }

    // Classes that came between growth steps bring the rate of the classifier down, at most to where it began.
    private bool HasRatesOf(SubnetVgg one)
    {
        var slack = 2.0 / WeightCounts().Last(); // ranks are whole numbers
        return PruneRates.Length == one.PruneRates.Length
            && PruneRates.AsSpan()[..^1].SequenceEqual(one.PruneRates.AsSpan()[..^1])
            && PruneRates[^1] >= InitialPruneRate - slack
            && PruneRates[^1] <= one.PruneRates[^1] + slack
            && PruneRates[^1] is >= 0 and < 1;
    }

    // Of the weights of new classes as large a part is in use as of a fresh network's; of the others those that are.
    protected override NetworkStructure WithClasses(int classCount)
    {
        var wider = this with { ClassCount = classCount };
        var (before, after) = (WeightCounts().Last(), wider.WeightCounts().Last());
        var rank = SubnetConvolution.ThresholdRank(before, PruneRates[^1]) + UnusedOfNew(after - before);
        return wider with { PruneRates = PruneRates.SetItem(PruneRates.Length - 1, (rank + 0.5) / after) };
    }

    internal static long UnusedOfNew(long weightCount) => (long)(InitialPruneRate * weightCount);

    public override Network GrowClasses(Network network, int classCount, Generator generator)
    {
        var grown = base.GrowClasses(network, classCount, generator);
        SubnetGrowth.UseOfNewClasses(network, grown);
        return grown;
    }

    /// <summary>The structure after a growth step: wider, and with rates by which as many weights are in use as before.</summary>
    public SubnetVgg Wider()
    {
        var wider = this with { Widths = [.. Widths.Select(width => width + GrownUnits)] };
        var raised = WeightCounts()
            .Zip(wider.WeightCounts())
            .Zip(PruneRates, (counts, rate) => 1 - ((1 - rate) * counts.First / counts.Second));
        return wider with { PruneRates = [.. raised] };
    }

    internal override bool SharesStatistics => VggStages.ShareStatistics(Widths);

    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise)
    {
        var layers = new List<(string, nn.Module<Tensor, Tensor>)> { ("layout", VggStages.Layout(Widths.Min())) };
        var place = 0; // PyTorch's, with ReLU and pooling in places of their own
        var pruneRates = new Queue<double>(PruneRates);
        foreach (var stage in VggStages.Channels(InputShape, Widths))
        {
            for (var k = 0; k < stage.Length; k++, place += 3)
            {
                layers.Add(
                    ($"{place}", new SubnetConvolution(stage[k].Inputs, stage[k].Outputs, (3, 3), padding: 1, pruneRates.Dequeue())));
                layers.Add(($"{place + 1}", VggStages.Norm(stage[k].Outputs, InputShape, endsStage: k == stage.Length - 1, affine: false)));
            }
            place++;
        }
        layers.Add((
            $"{place}", new SubnetConvolution(Widths[^1], ClassCount, VggStages.OutputSize(InputShape), padding: 0, pruneRates.Dequeue())));
        layers.Add(("flatten", nn.Flatten()));
        return nn.Sequential(("net", nn.Sequential(layers)));
    }

    public override OnnxValue AddTo(NetworkGraph graph, OnnxValue images)
    {
        var (hidden, place) = (images, 0);
        var pruneRates = new Queue<double>(PruneRates);
        foreach (var stage in VggStages.Channels(InputShape, Widths))
        {
            foreach (var (k, (inputs, outputs)) in stage.Index())
            {
                var convolved = Convolution(graph, hidden, $"net.{place}", inputs, outputs, (3, 3), 1, pruneRates.Dequeue());
                hidden = VggStages.AddNorm(
                    graph, convolved, $"net.{place + 1}", outputs, InputShape, endsStage: k == stage.Length - 1, affine: false);
                place += 3;
            }
            place++;
        }
        var last = Convolution(
            graph, hidden, $"net.{place}", Widths[^1], ClassCount, VggStages.OutputSize(InputShape), 0, pruneRates.Dequeue());
        return graph.Flatten(last);
    }

    // What is not in use is zero in the graph: the scores are needed no more.
    private static OnnxValue Convolution(
        NetworkGraph graph, OnnxValue input, string name, int inputs, int outputs, (long Height, long Width) kernel, long padding,
        double pruneRate)
    {
        long[] shape = [outputs, inputs, kernel.Height, kernel.Width];
        var used = SubnetConvolution.Used(graph.Values($"{name}.weight", shape), graph.Values($"{name}.scores", shape), pruneRate);
        return graph.Convolution(
            input, graph.Graph.Constant(used, shape, $"{name}.weight"), graph.Weight($"{name}.bias", outputs), kernel,
            [padding, padding, padding, padding]);
    }
}
