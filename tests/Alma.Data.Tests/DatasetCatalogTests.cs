using Alma.Data.Cifar;
using Alma.Data.Idx;

namespace Alma.Data.Tests;

public sealed class DatasetCatalogTests
{
    private const string Known =
        "mnist, fashion_mnist, cifar10, emnist_byclass, emnist_bymerge, emnist_balanced, emnist_letters, emnist_digits, emnist_mnist, "
        + "digits";

    [Theory]
    [InlineData("mnist", 54_950_048)]
    [InlineData("fashion_mnist", 54_950_048)]
    [InlineData("cifar10", 184_380_000)]
    [InlineData("emnist_letters", 114_296_048)]
    [InlineData("digits", 116_805)]
    public void Entry_ByItsName_IsFoundWithItsSize(string name, long byteCount) =>
        Assert.Equal(byteCount, DatasetCatalog.Find(name).ByteCount);

    [Fact]
    public void Classes_OfEveryEntry_HaveANameOfTheirOwn() => Assert.All(DatasetCatalog.Entries, entry =>
    {
        Assert.Equal(entry.ClassCount, entry.ClassNames.Distinct().Count());
        Assert.Equal(entry.ClassCount, entry.ClassNames.Length);
    });

    [Theory]
    [InlineData("minst", "Did you mean mnist?")]
    [InlineData("MNIST", "Did you mean mnist?")]
    [InlineData("fashion-mnist", "Did you mean fashion_mnist?")]
    [InlineData("digit", "Did you mean digits?")]
    public void Name_Misspelt_IsAnsweredWithTheNearest(string name, string suggestion)
    {
        var error = Assert.Throws<DatasetException>(() => DatasetCatalog.Find(name));

        Assert.Equal($"There is no dataset '{name}'. {suggestion} Known: {Known}.", error.Message);
    }

    [Fact]
    public void Name_UnlikeAnyOther_IsAnsweredWithoutASuggestion()
    {
        var error = Assert.Throws<DatasetException>(() => DatasetCatalog.Find("zzzzzzzz"));

        Assert.Equal($"There is no dataset 'zzzzzzzz'. Known: {Known}.", error.Message);
    }

    [Fact]
    public void Files_OfEveryEntry_AgreeWithItsShapeCountsAndClasses()
    {
        foreach (var entry in DatasetCatalog.Entries)
        {
            if (entry.Files is IdxFiles idx) AssertAgrees(entry, idx);
            if (entry.Files is CifarFiles cifar)
                Assert.Equal(
                    (entry.TrainCount, entry.TestCount),
                    (cifar.Train.Sum(batch => batch.ImageCount), cifar.Test.Sum(batch => batch.ImageCount)));
            Assert.All(entry.Files?.All ?? [], file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256 ?? new string('0', 64)));
        }
    }

    [Fact]
    public void Checksums_OfEveryFileButEmnists_AreKnown() =>
        Assert.All(
            DatasetCatalog.Entries.Where(entry => entry.Files is not null),
            entry => Assert.Equal(
                entry.Name.StartsWith("emnist_", StringComparison.Ordinal), entry.Files!.All.All(file => file.Sha256 is null)));

    [Fact]
    public void Origins_OfEveryEntry_AreHttpsWhereTheyAreOnTheWeb()
    {
        var origins = DatasetCatalog.Entries.SelectMany(entry => entry.Origins).ToArray();

        Assert.All(origins.OfType<Mirror>(), mirror => Assert.Matches("^https://.*/$", mirror.Address.ToString()));
        Assert.All(
            origins.OfType<WebArchive>(), archive => Assert.Matches(@"^https://.*/[\w-]+\.(zip|tar\.gz)$", archive.Address.ToString()));
    }

    private static void AssertAgrees(DatasetEntry entry, IdxFiles files)
    {
        Assert.Equal([entry.TrainCount, entry.Shape.Height, entry.Shape.Width], files.TrainImages.Dimensions);
        Assert.Equal([entry.TestCount, entry.Shape.Height, entry.Shape.Width], files.TestImages.Dimensions);
        Assert.Equal([entry.TrainCount], files.TrainLabels.Dimensions);
        Assert.Equal([entry.TestCount], files.TestLabels.Dimensions);
        Assert.Equal(entry.ClassCount, files.TrainLabels.LabelRange!.Value.Count);
        Assert.Equal(files.TrainLabels.LabelRange, files.TestLabels.LabelRange);
    }
}
