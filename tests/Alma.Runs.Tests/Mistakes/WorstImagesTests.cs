using Alma.Runs.Mistakes;

namespace Alma.Runs.Tests.Mistakes;

public sealed class WorstImagesTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var folder = RunFolder.Create(temporary.File("run"));
        var written = new WorstImages(
            3, 1, 2, 2, [new(17, 4, 9, 0.25, 1.386, [0, 1, 254, 255]), new(2, 0, 1, 0, double.PositiveInfinity, [9, 9, 9, 9])]);

        written.Write(folder);
        var read = WorstImages.Read(folder, 3)!;

        Assert.EndsWith("worst/megabatch_0003.json", folder.WorstImagesFile(3), StringComparison.Ordinal);
        Assert.Equivalent(written, read, strict: true);
    }

    [Fact]
    public void Read_RunWithoutThem_IsNull() => Assert.Null(WorstImages.Read(RunFolder.Create(temporary.File("run")), 0));

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData(
        """{"megabatch":0,"channels":1,"height":2,"width":2,"images":[{"index":0,"label":1,"choice":2,"probability":0,"loss":1,"pixels":"AAAA"}]}""")]
    public void Read_DamagedFile_NamesIt(string content)
    {
        var folder = RunFolder.Create(temporary.File("run"));
        Directory.CreateDirectory(folder.WorstImagesFolder);
        File.WriteAllText(folder.WorstImagesFile(0), content);

        var fault = Assert.Throws<RunFolderException>(() => WorstImages.Read(folder, 0));

        Assert.StartsWith(folder.WorstImagesFile(0), fault.Message, StringComparison.Ordinal);
    }
}
