using Alma.Learning.Streams;
using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace Alma.Benchmarks;

/// <summary>All batches of an epoch, gathered in random order and normalised.</summary>
public class Gathering
{
    private const int BatchSize = 128;

    private ResidentImages grey = null!;
    private ResidentImages coloured = null!;
    private Tensor greyOrder = null!; // (N) int64
    private Tensor colouredOrder = null!; // (N) int64

    [GlobalSetup]
    public void Prepare()
    {
        Material.ChooseThreads();
        grey = Material.Images(54_000, Material.OfMnist);
        coloured = Material.Images(4_500, Material.OfCifar);
        greyOrder = tensor(NumPyPermutation.Draw(new MersenneTwister(4), (int)grey.Count));
        colouredOrder = tensor(NumPyPermutation.Draw(new MersenneTwister(5), (int)coloured.Count));
    }

    [GlobalCleanup]
    public void Release()
    {
        foreach (var held in (IDisposable[])[grey, coloured, greyOrder, colouredOrder]) held.Dispose();
    }

    [Benchmark]
    public void EpochOfMnist() => Gather(grey, greyOrder);

    [Benchmark]
    public void EpochOfCifarMegabatch() => Gather(coloured, colouredOrder);

    private static void Gather(ResidentImages images, Tensor order)
    {
        for (var start = 0L; start < images.Count; start += BatchSize)
        {
            using var scope = NewDisposeScope();
            images.Gather(order.narrow(0, start, Math.Min(BatchSize, images.Count - start)));
        }
    }
}
