using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures;

/// <summary>
/// Draws a module's initial parameters from the distributions PyTorch's layers use by default, from a given generator: for a
/// linear layer or a convolution uniform in ±1/sqrt(inputs of one output), weight and bias alike (He et al. 2015 with
/// a = sqrt(5)). Normalisation layers start as built: weight one, bias zero.
/// </summary>
public static class PyTorchInitialisation
{
    public static void Draw(nn.Module module, Generator generator)
    {
        using var noGradient = no_grad();
        // TorchSharp lists a module once for every ancestor that has it.
        foreach (var layer in module.modules().Distinct())
        {
            Parameter?[] drawn = layer switch
            {
                Linear linear => [linear.weight, linear.bias],
                Convolution convolution => [convolution.weight, convolution.bias],
                SubnetConvolution subnet => [subnet.weight, subnet.bias, subnet.scores],
                _ => [],
            };
            if (drawn is [{ } weight, ..]) DrawUniform(1 / Math.Sqrt(InputsOfOneOutput(weight)), generator, drawn);
        }
    }

    /// <summary>How many values of the input one value of the output is a weighted sum of.</summary>
    /// <param name="weight">Outputs along its first axis.</param>
    internal static long InputsOfOneOutput(Tensor weight) => weight.numel() / weight.shape[0];

    private static void DrawUniform(double bound, Generator generator, Parameter?[] parameters)
    {
        foreach (var parameter in parameters) parameter?.uniform_(-bound, bound, generator);
    }
}
