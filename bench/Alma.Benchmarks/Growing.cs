using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace Alma.Benchmarks;

/// <summary>One growth step: what is to grow is chosen, and the larger network is made.</summary>
public class Growing
{
    private const int FireflyExamples = 256;

    private ResidentImages grey = null!;
    private ResidentImages coloured = null!;
    private Network mixture = null!;
    private Network firefly = null!;

    [GlobalSetup]
    public void Prepare()
    {
        Material.ChooseThreads();
        grey = Material.Images(3_000, Material.OfMnist);
        coloured = Material.Images(FireflyExamples, Material.OfCifar);
        mixture = Material.Fresh(Material.Mixture, Material.OfMnist);
        firefly = Material.Fresh(FireflyVgg.Create(Material.OfCifar, Material.ClassCount, 16));
    }

    [GlobalCleanup]
    public void Release()
    {
        foreach (var held in (IDisposable[])[mixture, firefly, grey, coloured]) held.Dispose();
    }

    /// <summary>By usage on 3,000 examples, those that the first megabatch of the README's run validates on.</summary>
    [Benchmark]
    public void ExpertSplit() => Material.Grown(mixture, grey, (int)grey.Count).Dispose();

    [Benchmark]
    public void FireflySplit()
    {
        using var generator = new Generator(6, CPU);
        FireflyGrowth.Grow(
            firefly, coloured, Material.Indices(0, FireflyExamples), 128, new FireflyScale(0.6), generator,
            CancellationToken.None).Grown.Dispose();
    }
}
