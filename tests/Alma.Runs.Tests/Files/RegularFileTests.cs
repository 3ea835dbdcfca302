using Alma.Files;

namespace Alma.Runs.Tests.Files;

public sealed class RegularFileTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public static TheoryData<string> Odd => [.. OddFiles.All.Keys];

    public void Dispose() => temporary.Dispose();

    [Theory]
    [MemberData(nameof(Odd))]
    public void Bytes_OfWhatIsNoFile_AreRefusedAtOnceByItsName(string kind)
    {
        var path = temporary.File("odd");
        OddFiles.All[kind](path);

        Assert.Contains("odd", Assert.ThrowsAny<IOException>(() => RegularFile.Bytes(path, 1000)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_OfAFileThatIsTooLarge_AreRefusedUnread()
    {
        var path = temporary.File("large");
        using (var file = OwnFile.Create(path)) file.SetLength(3L << 30);

        Assert.Equal(
            $"{path} is too large: more than 1,000 bytes are not read of such a file.",
            Assert.Throws<UnfitFileException>(() => RegularFile.Bytes(path, 1000)).Message);
    }

    [Fact]
    public void Text_OfAFileOfTheSystem_IsReadThoughItTellsNoLength() =>
        Assert.NotEmpty(RegularFile.Lines("/proc/self/status", 1 << 20)[0]);

    [Fact]
    public void Text_WithMarkOfItsEncoding_IsReadByIt()
    {
        File.WriteAllText(temporary.File("text"), "é", System.Text.Encoding.Unicode);

        Assert.Equal("é", RegularFile.Text(temporary.File("text"), 100));
    }

    [Fact]
    public void Open_NoFileOrNoFolder_SaysWhichAsDotNetDoes()
    {
        Assert.Throws<FileNotFoundException>(() => RegularFile.Open(temporary.File("none")));
        Assert.Throws<DirectoryNotFoundException>(() => RegularFile.Open(temporary.File("none/none")));
    }
}
