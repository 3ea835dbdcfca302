using Alma.Learning.Architectures;
using static TorchSharp.torch;

namespace Alma.Learning.Learners;

/// <summary>A network of its own with the weights of another, to train on without changing that.</summary>
internal static class NetworkCopy
{
    public static Network Of(Network network)
    {
        using var noGradient = no_grad();
        using var generator = new Generator(0, CPU);
        var copy = new Network(network.Structure, network.Device, generator);
        copy.Parameters.Values.copy_(network.Parameters.Values);
        return copy;
    }
}
