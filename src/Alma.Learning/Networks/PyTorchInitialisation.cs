using Alma.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>
/// Draws a module's initial parameters from the distributions PyTorch's layers use by default, from a given generator: for a
/// linear layer or a convolution uniform in ±1/sqrt(inputs of one output), weight and bias alike (He et al. 2015 with
/// a = sqrt(5)). Normalisation layers start as built: weight one, bias zero. Other modules draw
/// their own parameters (<see cref="IInitialisedLayer"/>), or start as built.
/// </summary>
public static class PyTorchInitialisation
{
    public static void Draw(nn.Module module, Generator generator)
    {
        using var noGradient = no_grad();
        // TorchSharp lists a module once for every ancestor that has it.
        foreach (var layer in module.modules().Distinct())
        {
            if (layer is IInitialisedLayer own) own.Initialise(generator);
            else if (layer is Linear linear) DrawAsLinear(generator, linear.weight, linear.bias);
            else if (layer is Convolution convolution) DrawAsLinear(generator, convolution.weight, convolution.bias);
        }
    }

    /// <summary>How many values of the input one value of the output is a weighted sum of.</summary>
    /// <param name="weight">Outputs along its first axis.</param>
    internal static long InputsOfOneOutput(Tensor weight) => weight.numel() / weight.shape[0];

    /// <summary>Draws a weight, and after it what lies beside it, within the bound that follows from the weight.</summary>
    /// <param name="weight">Outputs along its first axis.</param>
    public static void DrawAsLinear(Generator generator, Parameter weight, params ReadOnlySpan<Parameter?> beside)
    {
        using var noGradient = no_grad();
        var bound = 1 / Math.Sqrt(InputsOfOneOutput(weight));
        weight.uniform_(-bound, bound, generator);
        foreach (var parameter in beside) parameter?.uniform_(-bound, bound, generator);
    }
}
