using Alma.Data;
using Alma.Learning.Streams;

namespace Alma.Experiments.Tests;

/// <summary>A learnable data set of any image shape: each class is a brighter stretch of an otherwise noisy image.</summary>
internal static class TinyImages
{
    public static ImageDataset Of(DatasetEntry entry, int trainCount = 200, int testCount = 50) => new(
        entry.Name, entry.ClassCount, Set(entry, trainCount, 1), Set(entry, testCount, 2), entry.Normalisation,
        new Dictionary<string, string> { ["tiny"] = "00" });

    private static ImageSet Set(DatasetEntry entry, int count, uint seed)
    {
        var generator = new MersenneTwister(seed);
        var size = entry.Shape.Size;
        var pixels = new byte[count * size];
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % entry.ClassCount);
            for (var p = 0; p < size; p++)
                pixels[(i * size) + p] = (byte)(generator.NextUpTo(100) + (p * entry.ClassCount / size == labels[i] ? 150 : 0));
        }
        return new ImageSet(pixels, labels, entry.Shape.Channels, entry.Shape.Height, entry.Shape.Width);
    }
}
