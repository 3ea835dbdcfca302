using Alma.Data;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Compute;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Benchmarks;

/// <summary>What benchmarks work on: made-up images of the sizes of MNIST and CIFAR-10, and networks with fresh weights.</summary>
public static class Material
{
    public const int ClassCount = 10;

    public static ImageShape OfMnist { get; } = new(1, 28, 28);

    public static ImageShape OfCifar { get; } = new(3, 32, 32);

    /// <summary>The recipes' perceptron: two hidden layers of 64.</summary>
    public static ModelOptions Perceptron { get; } = new MlpOptions { SizeLayers = 64, NLayers = 2 };

    /// <summary>The recipes' mixture of experts, two at first in each of two hidden layers of 64.</summary>
    public static ModelOptions Mixture { get; } =
        new MoeMlpUsageGrowOptions { SizeLayers = 64, NLayers = 2, NExperts = 2, IsHard = false, NExpertsToSplit = 2 };

    /// <summary>The recipes' VGG, 16 channels in every convolution.</summary>
    public static VggOptions Convolutional { get; } = new() { NChannels = 16 };

    /// <summary>How a single network is trained: one epoch at the recipes' batch size.</summary>
    public static FinetuneOptions Finetune(ModelOptions model, OptimizerOptions? optimizer = null) => new()
    {
        Model = model,
        TrainingBatchSize = 128,
        ValidationProportion = 0.1,
        MaxEpochs = 1,
        Patience = 1,
        Optim = optimizer ?? new AdadeltaOptions(),
    };

    /// <summary>Sets how many threads compute: one, or what BENCH_THREADS says.</summary>
    public static void ChooseThreads()
    {
        var asked = Environment.GetEnvironmentVariable("BENCH_THREADS");
        ProcessSettings.Apply(int.TryParse(asked, out var count) && count > 0 ? count : 1);
    }

    /// <summary>Images of noise.</summary>
    /// <returns>(<paramref name="count"/>, C, H, W) uint8.</returns>
    public static ResidentImages Images(int count, ImageShape shape)
    {
        var generator = new MersenneTwister(1);
        var pixels = new byte[count * shape.Size];
        for (var p = 0; p < pixels.Length; p++) pixels[p] = (byte)generator.NextUpTo(255);
        var labels = new byte[count];
        for (var i = 0; i < count; i++) labels[i] = (byte)(i % ClassCount);
        var ofChannels = Enumerable.Repeat(0.5f, shape.Channels).ToArray();
        var normalisation = new Normalisation([.. ofChannels], [.. ofChannels]);
        return ResidentImages.From(new ImageSet(pixels, labels, shape.Channels, shape.Height, shape.Width), normalisation, CPU);
    }

    public static Network Fresh(NetworkStructure structure, ulong seed = 0)
    {
        using var generator = new Generator(seed, CPU);
        return new Network(structure, CPU, generator);
    }

    public static Network Fresh(ModelOptions model, ImageShape shape, ulong seed = 0) => Fresh(model.Structure(shape, ClassCount), seed);

    /// <summary>The network after one growth step by usage on the first examples of some images.</summary>
    public static Network Grown(Network network, ResidentImages images, int exampleCount)
    {
        using var generator = new Generator(2, CPU);
        var examples = Indices(0, exampleCount);
        return network.Structure.Grow(network, new GrowthMaterial(images, examples, 1024, new MersenneTwister(3), generator)).Grown;
    }

    public static long[] Indices(int start, int count) => [.. Enumerable.Range(start, count).Select(index => (long)index)];
}
