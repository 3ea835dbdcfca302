// B: batch, K: classes, L: leaf experts of a mixture layer.
using Alma.Learning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Moe;

/// <summary>A network of layers in a row, some of them mixtures of experts, that can tell how much its experts are used.</summary>
public sealed class MixtureOfExperts : nn.Module<Tensor, Tensor>, IObservedModule
{
    private readonly ModuleList<nn.Module<Tensor, Tensor>> layers;

    public MixtureOfExperts(IEnumerable<nn.Module<Tensor, Tensor>> layers) : base(nameof(MixtureOfExperts))
    {
        this.layers = nn.ModuleList(layers.ToArray());
        register_module("layers", this.layers);
    }

    public override Tensor forward(Tensor input)
    {
        var hidden = input;
        foreach (var layer in layers) hidden = layer.call(hidden);
        return hidden;
    }

    /// <summary>Shows the weights that the leaf experts of each mixture got, (L, B).</summary>
    public Tensor Observe(Tensor input, Action<int, Tensor> show)
    {
        var hidden = input;
        var mixtureIndex = 0;
        foreach (var layer in layers)
        {
            if (layer is not MixtureLayer mixture)
            {
                hidden = layer.call(hidden);
                continue;
            }
            var leafWeights = new List<Tensor>();
            hidden = mixture.Route(hidden, leafWeights);
            using var ofBatch = stack(leafWeights, 0); // (L, B)
            show(mixtureIndex++, ofBatch);
        }
        return hidden;
    }
}

/// <summary>
/// Sums, per mixture layer, the weight that each leaf expert got over the examples a network saw. The sums stay on the
/// device until they are read.
/// </summary>
public sealed class ExpertUsage : IDisposable
{
    private readonly List<Tensor> sums = []; // per mixture layer (L), float64
    private long exampleCount;

    /// <summary>Adds the weights of one batch, (L, B), to those of a mixture layer.</summary>
    public void Add(int mixtureIndex, Tensor leafWeights)
    {
        using var scope = NewDisposeScope();
        var ofBatch = leafWeights.sum(1, type: ScalarType.Float64);
        if (mixtureIndex == 0) exampleCount += leafWeights.shape[1];
        if (mixtureIndex == sums.Count) sums.Add(ofBatch.DetachFromDisposeScope());
        else sums[mixtureIndex].add_(ofBatch);
    }

    /// <summary>The mean weight of each leaf expert, depth first, per mixture layer; each layer's sum to one.</summary>
    public double[][] Means()
    {
        return [.. sums.Select(Mean)];

        double[] Mean(Tensor sum)
        {
            using var onCpu = sum.cpu();
            return Array.ConvertAll(onCpu.data<double>().ToArray(), value => value / exampleCount);
        }
    }

    public void Dispose() => sums.ForEach(sum => sum.Dispose());
}
