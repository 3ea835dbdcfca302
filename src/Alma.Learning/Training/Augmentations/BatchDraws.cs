// B: batch.
using static TorchSharp.torch;

namespace Alma.Learning.Training.Augmentations;

/// <summary>Draws a number for each image of a batch, on the CPU, and gives it on the batch's device.</summary>
/// <param name="count">B.</param>
/// <param name="device">Of the batch.</param>
/// <param name="generator">Of the CPU.</param>
internal sealed class BatchDraws(long count, Device device, Generator generator)
{
    /// <summary>(B), uniform in [low, high); with <paramref name="isShared"/> the same number for all.</summary>
    public Tensor Uniform(double low, double high, bool isShared)
    {
        var drawn = rand([isShared ? 1 : count], generator: generator).to(device);
        return drawn.mul_(high - low).add_(low).expand(count);
    }

    /// <summary>(B), true with a probability; with <paramref name="isShared"/> for all or none.</summary>
    public Tensor IsLess(double probability, bool isShared) => Uniform(0, 1, isShared).lt(probability);

    /// <summary>(B) int64, uniform from 0 to <paramref name="most"/>, which may itself be (B).</summary>
    public Tensor UpTo(Tensor most, bool isShared) =>
        // A float32 just below 1 times a count can round up to the count.
        minimum((Uniform(0, 1, isShared) * (most + 1)).floor(), most).to(ScalarType.Int64);

    /// <summary>(B) int64, uniform from 0 to <paramref name="most"/>.</summary>
    public Tensor UpTo(int most, bool isShared) => UpTo(tensor((float)most, device: device), isShared);

    /// <summary>A random order of 0 .. n-1.</summary>
    public long[] Order(int n)
    {
        using var order = randperm(n, generator: generator);
        return order.data<long>().ToArray();
    }
}
