using Alma.Data;
using Alma.Experiments.Options;

namespace CustomDataset;

/// <summary>Noisy images of 8x8 with stripes that are horizontal (class 0), vertical (1) or diagonal (2).</summary>
public static class Stripes
{
    public static DatasetEntry Entry { get; } = new()
    {
        Name = "stripes",
        Description = "Horizontal, vertical and diagonal stripes",
        ClassCount = 3,
        ClassNames = ["horizontal", "vertical", "diagonal"],
        TrainCount = 1200,
        TestCount = 300,
        Shape = new ImageShape(1, 8, 8),
        Normalisation = new Normalisation([0.5f], [0.35f]),
    };

    // Here another program would read its files. Equal seeds give equal images, so a run can be resumed.
    public static ImageDataset Load() =>
        new(
            Entry.Name, Entry.ClassCount, Draw(Entry.TrainCount, 1), Draw(Entry.TestCount, 2), Entry.Normalisation,
            new Dictionary<string, string>())
        {
            ClassNames = Entry.ClassNames
        };

    private static ImageSet Draw(int count, int seed)
    {
        var random = new Random(seed);
        var (pixels, labels) = (new byte[count * 64], new byte[count]);
        for (var p = 0; p < pixels.Length; p++)
        {
            var (image, row, column) = (p / 64, p / 8 % 8, p % 8);
            labels[image] = (byte)(image % 3);
            var place = (image % 3) switch { 0 => row, 1 => column, _ => row + column };
            pixels[p] = (byte)((place % 4 < 2 ? 40 : 0) + random.Next(216)); // bright or dark, and noise
        }
        return new ImageSet(pixels, labels, channels: 1, height: 8, width: 8);
    }
}

/// <summary>Sections of a config whose class is Stripes: stream.train and stream.evaluation.</summary>
public sealed record StripesTrainOptions : TrainStreamOptions { public override DatasetEntry Dataset => Stripes.Entry; }

public sealed record StripesEvaluationOptions : EvaluationStreamOptions { public override DatasetEntry Dataset => Stripes.Entry; }
