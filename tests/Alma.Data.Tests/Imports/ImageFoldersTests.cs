using Alma.Data.Imports;

namespace Alma.Data.Tests.Imports;

public sealed class ImageFoldersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Images_OfSeveralClasses_ComeInTheOrderOfTheirFileNames()
    {
        Put("b/1.bmp", 10);
        Put("a/2.bmp", 20);
        Put("b/3.bmp", 30);
        Put("a/3.bmp", 40);

        Assert.Equal([("b", 10), ("a", 20), ("a", 40), ("b", 30)], Read().Select(example => (example.Label!, (int)Pixels(example)[0])));
    }

    [Fact]
    public void Images_InTrainAndTest_AreTrainedAndTestedOn()
    {
        Put("test/a/1.bmp", 1);
        Put("train/a/1.bmp", 2);

        Assert.Equal([(2, false), (1, true)], Read().Select(example => ((int)Pixels(example)[0], example.IsTest)));
    }

    [Fact]
    public void Images_BelowDumps_HaveTheirNames()
    {
        Put("may/a/1.bmp", 1);
        Put("june/a/1.bmp", 2);

        Assert.Equal(["june", "may"], Read(request => request with { FoldersAreDumps = true }).Select(example => example.Dump));
    }

    [Fact]
    public void Images_BelowDumpsThatNobodySpokeOf_AreFoundToBeThere()
    {
        Put("may/a/1.bmp", 1);

        var refusal = Assert.Throws<DatasetException>(() => Read());

        Assert.EndsWith($"but one folder deeper, such as {folder.File("may/a/1.bmp")}.", refusal.Message);
        Assert.IsType<DatasetNeed.Dumps>(refusal.Need);
    }

    [Fact]
    public void Images_CroppedAndScaled_AreOfThatSize()
    {
        Put("a/1.bmp", 7, width: 9, height: 5);

        var example = Assert.Single(Read(request => request with { Size = 3 }));

        Assert.Equal(new ImageShape(3, 3, 3), ((ImageValues)example.Values).Shape);
        Assert.All(Pixels(example), value => Assert.Equal(7, value));
    }

    [Fact]
    public void Image_ThatIsDamaged_IsNamed()
    {
        var path = folder.Write("a/1.png", [0x89, 0x50, 1, 2, 3]);

        Assert.StartsWith($"{path}: found no image that can be read", Assert.Throws<DatasetException>(() => Read()).Message);
    }

    [Fact]
    public void Folder_WithoutImages_IsRefused() =>
        Assert.Contains("found no image", Assert.Throws<DatasetException>(() => Read()).Message);

    [Fact]
    public void Images_OfSeveralSizes_AreAllCounted()
    {
        for (var k = 0; k < 3; k++) Put($"a/{k}.bmp", 1);
        Put("b/8.bmp", 1, width: 4, height: 3);
        Put("b/9.bmp", 1, width: 4, height: 3);
        Put("b/7.bmp", 1, width: 5);

        var failure = Assert.Throws<DatasetException>(() => Read());
        var refused = failure.Message;

        Assert.Contains("found images of 3 sizes: 3 of 2 x 2 (", refused);
        Assert.Contains("2 of 3 x 4 (", refused);
        Assert.Contains("1 of 2 x 5 (", refused);
        Assert.Equal(new DatasetNeed.ImageSize(2), failure.Need);
    }

    [Fact]
    public void Images_OfAList_ComeInTheOrderOfItsLines()
    {
        Put("train/x/2.bmp", 20);
        Put("train/1.bmp", 10);
        Put("test/a/1.bmp", 30);
        folder.Write("train/metadata.csv", "file_name,label,at\nx/2.bmp,b,2026-01-02\n1.bmp,,\n");

        var read = Read(request => request with { TimeColumn = "at" });

        Assert.Equal(
            [("b", 20, false), (null, 10, false), ("a", 30, true)],
            read.Select(example => (example.Label, (int)Pixels(example)[0], example.IsTest)));
        Assert.Equal(new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc), read[0].Time);
    }

    [Theory]
    [InlineData("../other.bmp", "which is not there")]
    [InlineData("/etc/passwd", "which is not there")]
    [InlineData("nothing.bmp", "which is not there")]
    [InlineData("link/1.bmp", "which is a link")]
    [InlineData("link.bmp", "which is a link")]
    [InlineData("", "which is not there")]
    public void List_ThatLeadsElsewhere_IsRefused(string name, string told)
    {
        Put("other.bmp", 1);
        Put("data/a/1.bmp", 1);
        Directory.CreateSymbolicLink(folder.File("data/link"), "a");
        File.CreateSymbolicLink(folder.File("data/link.bmp"), "../other.bmp");
        folder.Write("data/metadata.csv", $"file_name,label\na/1.bmp,1\n\"{name}\",x\n");

        var refused = Assert.Throws<DatasetException>(() => Read(request => request with { Paths = [folder.File("data")] })).Message;

        Assert.StartsWith($"{folder.File("data/metadata.csv")}:3: column file_name: found '{name}', {told}", refused);
    }

    [Fact]
    public void Links_InFolders_AreCountedAndNotFollowed()
    {
        Put("data/a/1.bmp", 1);
        Put("other/2.bmp", 2);
        Directory.CreateSymbolicLink(folder.File("data/b"), "../other");
        File.CreateSymbolicLink(folder.File("data/a/3.bmp"), "../../other/2.bmp");

        using var source = Open(request => request with { Paths = [folder.File("data")] });

        Assert.Equal("a", Assert.Single(source.Read(TestContext.Current.CancellationToken)).Label);
        Assert.StartsWith("Left out 2 links, such as ", Assert.Single(source.Warnings));
    }

    [Theory]
    [InlineData("**/1.bmp", "a/1.bmp", "a/b/1.bmp", "a/b/c/1.bmp")]
    [InlineData("a/{b,z}/*.bmp", "a/b/1.bmp")]
    [InlineData("a/**/c/?.bmp", "a/b/c/1.bmp")]
    [InlineData("part-{00..02}.csv", "part-00.csv", "part-01.csv", "part-02.csv")]
    [InlineData("{part-0{2,1},a}.csv", "part-02.csv", "part-01.csv")]
    [InlineData("**/*.csv", "part-00.csv", "part-01.csv", "part-02.csv")]
    public void Pattern_WithFoldersAndBraces_IsMatched(string pattern, params string[] expected)
    {
        foreach (var name in new[] { "a/1.bmp", "a/b/1.bmp", "a/b/c/1.bmp", "a/2.bmp", "part-00.csv", "part-01.csv", "part-02.csv" })
            folder.Write(name, "");
        Directory.CreateSymbolicLink(folder.File("a/again"), folder.FullPath);
        folder.Write("a.csv/x", "");

        var found = ImportPaths.Match([Path.Combine(folder.FullPath, pattern)]).Where(File.Exists);

        Assert.Equal(expected, found.Select(path => Path.GetRelativePath(folder.FullPath, path)));
    }

    [Theory]
    [InlineData("{1..999999999}.csv")]
    [InlineData("{1..9999}{1..9999}.csv")]
    [InlineData("{a,b}.csv")]
    public void Pattern_ThatCannotBe_IsRefused(string pattern) =>
        Assert.Contains(pattern.Contains("..") ? "too many names" : "there is no such file",
            Assert.Throws<DatasetException>(() => ImportPaths.Match([folder.File(pattern)])).Message);

    [Fact]
    public void Folder_OfTables_SaysToGiveThese()
    {
        folder.Write("part-0.parquet", "");

        Assert.Contains(
            $"Give files such as {folder.File("part-0.parquet")} themselves: '{folder.File("*.parquet")}'.",
            Assert.Throws<DatasetException>(() => Read()).Message);
    }

    [Fact]
    public void Pattern_OfPaths_IsMatchedInOrder()
    {
        Put("b/1.bmp", 1);
        Put("a/1.bmp", 1);

        Assert.Equal(["a", "b"], ImportPaths.Match([Path.Combine(folder.FullPath, "?")]).Select(path => Path.GetFileName(path)));
        Assert.Throws<DatasetException>(() => ImportPaths.Match([Path.Combine(folder.FullPath, "z*")]));
        Assert.Throws<DatasetException>(() => ImportPaths.Match([Path.Combine(folder.FullPath, "nothing")]));
    }

    private List<ImportedExample> Read(Func<ImportRequest, ImportRequest>? change = null)
    {
        using var source = Open(change);
        return [.. source.Read(CancellationToken.None)];
    }

    private ImportSource Open(Func<ImportRequest, ImportRequest>? change = null)
    {
        var request = new ImportRequest([folder.FullPath]);
        return ImportFormats.Open(change?.Invoke(request) ?? request, TestContext.Current.CancellationToken);
    }

    private static byte[] Pixels(ImportedExample example) => ((ImageValues)example.Values).Pixels;

    // A bitmap of 24 bits, the simplest there is.
    private void Put(string name, byte value, int width = 2, int height = 2)
    {
        var line = (width * 3 + 3) / 4 * 4;
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write("BM"u8);
        foreach (var number in new[] { 54 + (line * height), 0, 54, 40, width, height, 1 | (24 << 16), 0, line * height, 0, 0, 0, 0 })
            writer.Write(number);
        for (var k = 0; k < line * height; k++) writer.Write(value);
        folder.Write(name, content.ToArray());
    }
}
