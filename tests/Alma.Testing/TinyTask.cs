using Alma.Data;
using Alma.Learning.Streams;

namespace Alma.Testing;

/// <summary>
/// A task that is learned in milliseconds: each class is a bright bar in its own row of an otherwise noisy image.
/// </summary>
public static class TinyTask
{
    public const int ClassCount = 4;

    /// <summary>Images of (1, 4, 4); the test images are others than the training images, with the same bars.</summary>
    /// <param name="classes">How they come with the stream; null: all are known from the start.</param>
    public static LearningTask Create(int trainCount = 240, int testCount = 80, ClassArrivals? classes = null) =>
        new("tiny", ClassCount, Images(trainCount, seed: 1, classes), Images(testCount, seed: 2, classes)) { Classes = classes };

    /// <summary>The class of each of the first training images.</summary>
    public static byte[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)(i % ClassCount))];

    private static ResidentImages Images(int count, uint seed, ClassArrivals? classes)
    {
        var generator = new MersenneTwister(seed);
        var pixels = new byte[count * 16];
        var labels = Labels(count);
        for (var i = 0; i < count; i++)
        {
            for (var p = 0; p < 16; p++) pixels[(i * 16) + p] = (byte)(generator.NextUpTo(120) + (p / 4 == labels[i] ? 100 : 0));
        }
        return ResidentImages.From(new ImageSet(pixels, labels, 1, 4, 4), new Normalisation([0.3f], [0.2f]), TestDevice.Here, classes);
    }
}
