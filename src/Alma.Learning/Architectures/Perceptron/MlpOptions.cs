using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Networks;

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
