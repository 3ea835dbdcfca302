using Alma.Data.Tests.Idx;

namespace Alma.Data.Tests;

public sealed class DatasetLoaderTests
{
    [Fact]
    public void Dataset_Whole_IsLoadedWithShapeLabelsAndChecksums()
    {
        using var folder = new TemporaryFolder();
        TinyDataset.WriteTo(folder);

        var dataset = DatasetLoader.Load(TinyDataset.Entry, folder.FullPath);

        Assert.Equal((12, 1, 30, 20), (dataset.Train.Count, dataset.Train.Channels, dataset.Train.Height, dataset.Train.Width));
        Assert.Equal(TinyDataset.Content["train-images"][16..], dataset.Train.Pixels);
        Assert.Equal([2, 2, 1, 1, 0], dataset.Test.Labels);
        Assert.Equal(TinyDataset.Entry.Files!.All.ToDictionary(file => file.Name, file => file.Sha256!), dataset.FileChecksums);
    }

    [Fact]
    public void File_Missing_IsNamedWithItsPlaceAndTheRemedy()
    {
        using var folder = new TemporaryFolder();
        TinyDataset.WriteTo(folder);
        File.Delete(Path.Combine(folder.FullPath, "Tiny/raw/test-images"));

        var error = Assert.Throws<DatasetException>(() => DatasetLoader.Load(TinyDataset.Entry, folder.FullPath));

        Assert.StartsWith(
            $"tiny: there is no test-images (plain or .gz) in {Path.Combine(folder.FullPath, "Tiny", "raw")} nor in {folder.FullPath}. ",
            error.Message);
        Assert.Equal(new DatasetNeed.Fetch("tiny"), error.Need);
    }

    [Fact]
    public void File_WithOneByteChanged_IsRefusedByItsChecksum()
    {
        using var folder = new TemporaryFolder();
        TinyDataset.WriteTo(folder);
        var damaged = (byte[])TinyDataset.Content["train-images"].Clone();
        damaged[500] ^= 1;
        folder.Write("Tiny/raw/train-images", damaged);

        AssertRefused(TinyDataset.Entry, folder, "found SHA-256 ");
    }

    [Fact]
    public void Images_OfAnotherCount_AreRefused()
    {
        using var folder = new TemporaryFolder();
        TinyDataset.WriteTo(folder);
        folder.Write("Tiny/raw/train-labels", IdxBytes.Of([2], [0, 1]));

        AssertRefused(TinyDataset.Entry, folder, "found 2 values, expected 12 values.");
    }

    [Fact]
    public void Label_BeyondTheClasses_IsRefused()
    {
        using var folder = new TemporaryFolder();
        TinyDataset.WriteTo(folder);
        var labels = IdxBytes.Of([12], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 3]);
        folder.Write("Tiny/raw/train-labels", labels);

        AssertRefused(TinyDataset.WithTrainLabels(labels), folder, "found the label 3, expected labels of 0 to 2.");
    }

    [Fact]
    public void Digits_NeedNoFolderAndHaveTheDocumentedSplit()
    {
        var digits = DatasetLoader.Load("digits", "/nowhere");

        Assert.Equal((1500, 297, 8, 8), (digits.Train.Count, digits.Test.Count, digits.Train.Height, digits.Train.Width));
        Assert.Equal([0, 0, 80, 207, 143, 16, 0, 0], digits.Train.Pixels[..8]);
        Assert.Equal(255, digits.Train.Pixels.Max());
        Assert.Equal(10, digits.Test.Labels.Distinct().Count());
        Assert.Equal((0, 8), (digits.Train.Labels[0], digits.Test.Labels[^1]));
    }

    [Fact]
    public void Digits_Normalisation_IsThatOfItsTrainingPixels()
    {
        var digits = DatasetLoader.Load("digits", "/nowhere");
        var pixels = digits.Train.Pixels.Select(pixel => pixel / 255.0).ToArray();
        var mean = pixels.Average();

        Assert.Equal(mean, digits.Normalisation.Mean[0], tolerance: 5e-5);
        Assert.Equal(Math.Sqrt(pixels.Average(x => (x - mean) * (x - mean))), digits.Normalisation.StandardDeviation[0], tolerance: 5e-5);
    }

    private static void AssertRefused(DatasetEntry entry, TemporaryFolder folder, string why)
    {
        var error = Assert.Throws<DatasetException>(() => DatasetLoader.Load(entry, folder.FullPath));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Equal(new DatasetNeed.Fetch("tiny"), error.Need);
    }
}
