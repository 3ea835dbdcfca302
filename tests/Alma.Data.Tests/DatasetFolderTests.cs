namespace Alma.Data.Tests;

public sealed class DatasetFolderTests
{
    [Fact]
    public void DefaultPath_WithAlmaData_IsIt() =>
        Assert.Equal("/data", DatasetFolder.DefaultPath(name => name == "ALMA_DATA" ? "/data" : "/home/ada"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void DefaultPath_WithoutAlmaData_IsBelowHome(string? almaData) =>
        Assert.Equal("/home/ada/.alma/data", DatasetFolder.DefaultPath(name => name == "ALMA_DATA" ? almaData : "/home/ada"));

    [Fact]
    public void DefaultPath_AlmaDataBelowTilde_IsBelowHome() =>
        Assert.Equal("/home/ada/sets", DatasetFolder.DefaultPath(name => name == "ALMA_DATA" ? "~/sets" : "/home/ada"));

    [Fact]
    public void DefaultPath_WithoutAnyHome_SaysWhatIsMissing() =>
        Assert.Contains(
            "HOME", Assert.Throws<DatasetException>(() => DatasetFolder.DefaultPath(_ => null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Tiny/raw/train-images")]
    [InlineData("Tiny/raw/train-images.gz")]
    [InlineData("CachedTiny/raw/train-images")]
    [InlineData("train-images")]
    [InlineData("train-images.gz")]
    public void File_InAnyOfThePlaces_IsLocated(string place)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(place, [1]);

        Assert.Equal(path, Locate(folder));
    }

    [Fact]
    public void File_InSeveralPlaces_IsTakenWhereAFetchPutsIt()
    {
        using var folder = new TemporaryFolder();
        foreach (var place in new[] { "train-images", "CachedTiny/raw/train-images", "Tiny/raw/train-images.gz" })
            folder.Write(place, [1]);
        var fetched = folder.Write("Tiny/raw/train-images", [1]);

        Assert.Equal(fetched, Locate(folder));
    }

    [Fact]
    public void File_Nowhere_IsNull()
    {
        using var folder = new TemporaryFolder();

        Assert.Null(Locate(folder));
    }

    private static string? Locate(TemporaryFolder folder) =>
        new DatasetFolder(folder.FullPath).Locate(TinyDataset.Entry, TinyDataset.Files.TrainImages)?.Path;
}
