using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures;

/// <summary>
/// Draws a module's initial parameters from the distributions PyTorch's layers use by default, from a given generator: for a
/// linear layer uniform in ±1/sqrt(inputs), weight and bias alike (He et al. 2015 with a = sqrt(5)).
/// </summary>
public static class PyTorchInitialisation
{
    public static void Draw(nn.Module module, Generator generator)
    {
        using var noGradient = no_grad();
        // TorchSharp lists a module once for every ancestor that has it.
        foreach (var linear in module.modules().OfType<Linear>().Distinct())
            DrawUniform(linear.in_features, generator, linear.weight, linear.bias);
    }

    private static void DrawUniform(long fanIn, Generator generator, params Parameter?[] parameters)
    {
        var bound = 1 / Math.Sqrt(fanIn);
        foreach (var parameter in parameters) parameter?.uniform_(-bound, bound, generator);
    }
}
