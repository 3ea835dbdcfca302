using Alma.Data;
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Learners;

/// <summary>Tiny tasks of the shapes and class counts of the data sets that Alma knows.</summary>
internal static class BuiltInShapes
{
    /// <summary>Every shape, and with it every class count: digits, MNIST and FashionMNIST, the splits of EMNIST, CIFAR-10.</summary>
    public static IReadOnlyDictionary<string, (ImageShape Shape, int ClassCount)> All { get; } = new Dictionary<string, (ImageShape, int)>
    {
        ["digits"] = (new(1, 8, 8), 10),
        ["mnist"] = (new(1, 28, 28), 10),
        ["emnist letters"] = (new(1, 28, 28), 26),
        ["emnist balanced"] = (new(1, 28, 28), 47),
        ["emnist byclass"] = (new(1, 28, 28), 62),
        ["cifar10"] = (new(3, 32, 32), 10),
    };

    public static LearningTask Task(string name, int trainCount)
    {
        var (shape, classCount) = All[name];
        return new(name, classCount, Images(shape, classCount, trainCount, seed: 1), Images(shape, classCount, 5, seed: 2));
    }

    private static ResidentImages Images(ImageShape shape, int classCount, int count, uint seed)
    {
        var generator = new MersenneTwister(seed);
        var pixels = new byte[count * shape.Size];
        for (var p = 0; p < pixels.Length; p++) pixels[p] = (byte)generator.NextUpTo(255);
        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i * 7 % classCount))];
        float[] each = [.. Enumerable.Repeat(0.5f, shape.Channels)];
        return ResidentImages.From(
            new ImageSet(pixels, labels, shape.Channels, shape.Height, shape.Width), new Normalisation([.. each], [.. each]), CPU);
    }
}
