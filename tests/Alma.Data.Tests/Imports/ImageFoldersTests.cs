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
        var request = new ImportRequest([folder.FullPath]);
        using var source = ImportFormats.Open(change?.Invoke(request) ?? request);
        return [.. source.Read(CancellationToken.None)];
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
