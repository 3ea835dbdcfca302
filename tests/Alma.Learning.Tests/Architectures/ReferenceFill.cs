using Alma.Data;
using Alma.Learning.Networks;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

/// <summary>The parameters and inputs that the reference numbers were made with.</summary>
internal static class ReferenceFill
{
    /// <summary>
    /// Gives the k-th parameter the value 0.1 * sin(0.7 * j + k + 1) at flat index j, plus one for the weight of a normalisation layer.
    /// </summary>
    public static void Fill(Network network)
    {
        foreach (var ((name, value), k) in network.NamedParameters().Select((entry, k) => (entry, k)))
        {
            var shift = name.EndsWith(".weight", StringComparison.Ordinal) && value.dim() == 1 ? 1 : 0;
            var values = Enumerable.Range(0, (int)value.numel())
                .Select(j => (float)(shift + (0.1 * Math.Sin((0.7 * j) + k + 1))))
                .ToArray();
            using var filled = tensor(values, device: TestDevice.Here).view(value.shape);
            value.copy_(filled);
        }
    }

    /// <summary>(4, C, H, W) with sin(0.013 * j) at flat index j.</summary>
    public static Tensor Input(ImageShape shape)
    {
        var values = Enumerable.Range(0, 4 * shape.Size).Select(j => (float)Math.Sin(0.013 * j)).ToArray();
        return tensor(values, [4, shape.Channels, shape.Height, shape.Width], device: TestDevice.Here);
    }

    public static Tensor Labels() => tensor(new long[] { 3, 1, 4, 1 }, device: TestDevice.Here);
}
