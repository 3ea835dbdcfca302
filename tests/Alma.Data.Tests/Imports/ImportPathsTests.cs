using Alma.Data.Imports;

namespace Alma.Data.Tests.Imports;

public sealed class ImportPathsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("b.csv a.csv", "a.csv b.csv")]
    [InlineData("part-1.parquet part-0.parquet _SUCCESS .part-0.parquet.crc", "part-0.parquet part-1.parquet")]
    [InlineData("x_train.npy y_train.npy", "x_train.npy y_train.npy")]
    [InlineData("crow/1.png", null)]
    [InlineData("a.csv crow/1.png", null)]
    [InlineData("a.csv README.md", null)]
    [InlineData("metadata.csv", null)] // a list of images
    [InlineData("_SUCCESS", null)]
    public void OfDump_IsTheFilesOfAFolderOfNothingElse(string files, string? read)
    {
        foreach (var file in files.Split(' ')) folder.Write($"dump/{file}", "");
        var dump = folder.File("dump");

        var paths = ImportPaths.OfDump(dump);

        Assert.Equal(read is null ? [dump] : read.Split(' ').Select(name => Path.Join(dump, name)), paths);
    }

    [Fact]
    public void OfDump_OfAFileOrAFolderWithALink_IsThatItself()
    {
        var file = folder.Write("elsewhere.csv", "");
        Directory.CreateDirectory(folder.File("dump"));
        File.CreateSymbolicLink(folder.File("dump/a.csv"), file);

        Assert.Equal([file], ImportPaths.OfDump(file));
        Assert.Equal([folder.File("dump")], ImportPaths.OfDump(folder.File("dump")));
    }
}
