// B: batch, L: leaf experts of a mixture layer.
using Alma.Learning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Moe;

/// <summary>A network of layers in a row, some of them mixtures of experts, that can tell how much its experts are used.</summary>
public sealed class MixtureOfExperts : nn.Module<Tensor, Tensor>, IRoutedModule
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

    public Tensor Route(Tensor input, ExpertUsage usage)
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
            usage.Add(mixtureIndex++, ofBatch);
        }
        return hidden;
    }
}
