namespace Alma.Runs.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Write_FailureInTheMiddle_LeavesTheOldFileAndNothingElse()
    {
        var path = temporary.File("file");
        AtomicFile.WriteText(path, "old");

        Assert.Throws<InvalidDataException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("half of the n"u8);
            stream.Flush();
            throw new InvalidDataException();
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(temporary.FullPath));
    }

    [Fact]
    public void Write_InProgress_ShowsTheOldFile()
    {
        var path = temporary.File("file");
        AtomicFile.WriteText(path, "old");

        AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(path));
        });

        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void Write_LeftoverOfAKilledProcess_IsReplaced()
    {
        var path = temporary.File("file");
        File.WriteAllText(path + ".tmp", "a longer text that a killed process left");

        AtomicFile.WriteText(path, "new");

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(temporary.FullPath));
    }

    [Fact]
    public void WriteText_NewFolder_IsMade()
    {
        AtomicFile.WriteText(temporary.File("models/file"), "é");

        Assert.Equal("é"u8.ToArray(), File.ReadAllBytes(temporary.File("models/file")));
    }
}
