using Alma.Learning.Datasets;

namespace Alma.Learning.Tests.Datasets;

public sealed class DatasetCatalogTests
{
    [Theory]
    [InlineData("mnist", 54_950_048)]
    [InlineData("fashion_mnist", 54_950_048)]
    [InlineData("digits", 116_805)]
    public void Entry_ByItsName_IsFoundWithItsSize(string name, long byteCount) =>
        Assert.Equal(byteCount, DatasetCatalog.Find(name).ByteCount);

    [Theory]
    [InlineData("minst", "Did you mean mnist?")]
    [InlineData("MNIST", "Did you mean mnist?")]
    [InlineData("fashion-mnist", "Did you mean fashion_mnist?")]
    [InlineData("digit", "Did you mean digits?")]
    public void Name_Misspelt_IsAnsweredWithTheNearest(string name, string suggestion)
    {
        var error = Assert.Throws<DatasetException>(() => DatasetCatalog.Find(name));

        Assert.Equal($"There is no dataset '{name}'. {suggestion} Known: mnist, fashion_mnist, digits.", error.Message);
    }

    [Fact]
    public void Name_UnlikeAnyOther_IsAnsweredWithoutASuggestion()
    {
        var error = Assert.Throws<DatasetException>(() => DatasetCatalog.Find("zzzzzzzz"));

        Assert.Equal("There is no dataset 'zzzzzzzz'. Known: mnist, fashion_mnist, digits.", error.Message);
    }

    [Fact]
    public void Files_OfEveryEntry_AgreeWithItsShapeAndCounts()
    {
        foreach (var entry in DatasetCatalog.Entries.Where(entry => entry.Files is not null))
        {
            var files = entry.Files!;
            Assert.Equal([entry.TrainCount, entry.Shape.Height, entry.Shape.Width], files.TrainImages.Dimensions);
            Assert.Equal([entry.TestCount, entry.Shape.Height, entry.Shape.Width], files.TestImages.Dimensions);
            Assert.Equal([entry.TrainCount], files.TrainLabels.Dimensions);
            Assert.Equal([entry.TestCount], files.TestLabels.Dimensions);
            Assert.All(files.All, file => Assert.Matches("^[0-9a-f]{64}$", file.Sha256));
        }
    }

    [Fact]
    public void Mirrors_OfEveryEntry_AreHttpsFolders() =>
        Assert.All(
            DatasetCatalog.Entries.SelectMany(entry => entry.Mirrors), mirror => Assert.Matches("^https://.*/$", mirror.ToString()));
}
