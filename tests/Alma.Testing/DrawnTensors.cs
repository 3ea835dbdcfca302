using static TorchSharp.torch;

namespace Alma.Testing;

/// <summary>Tensors of random values that are the same in every run.</summary>
public static class DrawnTensors
{
    /// <summary>float32 of a shape, standard normal; another seed draws others.</summary>
    public static Tensor Drawn(int seed, params long[] shape)
    {
        using var generator = new Generator((ulong)(seed + 100), CPU);
        return randn(shape, generator: generator);
    }
}
