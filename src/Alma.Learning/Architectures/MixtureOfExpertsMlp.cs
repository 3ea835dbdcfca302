using System.Collections.Immutable;
using Alma.Learning.Datasets;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures;

/// <summary>
/// A multilayer perceptron each of whose hidden layers is a mixture of linear-and-ReLU experts with a linear gate
/// (crlapi's <c>MoE_MLP</c> and its growing forms).
/// </summary>
/// <param name="LayerWidth">Units of each hidden layer, the output size of its experts.</param>
/// <param name="HardGate">How hard gates choose, or null for soft gates.</param>
public sealed record MixtureOfExpertsMlp(
    ImageShape InputShape, int ClassCount, int LayerWidth, ImmutableArray<ExpertTree> Mixtures, HardGateEstimator? HardGate, MixtureGrowth Growth)
    : MixtureStructure(InputShape, ClassCount, Mixtures, Growth)
{
    public override string MixtureName(int mixtureIndex) => $"layers.{mixtureIndex + 1}"; // layers.0 flattens

    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise)
    {
        var layers = new List<nn.Module<Tensor, Tensor>> { nn.Flatten() };
        var width = InputShape.Size;
        foreach (var mixture in Mixtures)
        {
            var inputWidth = width;
            layers.Add(MixtureLayer.Build(
                mixture,
                gate: children => new Gate(nn.Linear(inputWidth, children), HardGate, noise),
                expert: () => nn.Sequential(("0", nn.Linear(inputWidth, LayerWidth)), ("1", nn.ReLU()))));
            width = LayerWidth;
        }
        layers.Add(nn.Linear(width, ClassCount));
        return new MixtureOfExperts(layers);
    }
}
