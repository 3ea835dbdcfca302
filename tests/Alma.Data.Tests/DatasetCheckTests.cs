using Alma.Data.Tests.Idx;

namespace Alma.Data.Tests;

public sealed class DatasetCheckTests
{
    [Fact]
    public void Dataset_WholeAndGzipped_HasNoProblems()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in TinyDataset.Content.Keys)
            folder.Write($"Tiny/raw/{name}.gz", TinyDataset.Gzipped(name));

        var check = DatasetCheck.Of(TinyDataset.Entry, folder.FullPath);

        Assert.True(check.IsRight);
        Assert.Equal(TinyDataset.Entry.Files!.All.Select(file => (long?)file.ByteCount), check.Files.Select(file => file.Bytes));
    }

    [Fact]
    public void Dataset_WithSeveralFaults_HasEveryOneReported()
    {
        using var folder = new TemporaryFolder();
        TinyDataset.WriteTo(folder);
        File.Delete(Path.Combine(folder.FullPath, "Tiny/raw/train-images"));
        folder.Write("Tiny/raw/train-labels", IdxBytes.Of([2], [0, 9]));
        folder.Write("Tiny/raw/test-images", [1, 2, 3, 4]);

        var files = DatasetCheck.Of(TinyDataset.Entry, folder.FullPath).Files;

        Assert.Equal(["missing."], files[0].Problems);
        Assert.Equal(3, files[1].Problems.Length);
        Assert.StartsWith("found 2 values, expected 12 values.", files[1].Problems[0], StringComparison.Ordinal);
        Assert.Contains("found the first bytes 01020304", files[2].Problems.Single(), StringComparison.Ordinal);
        Assert.Empty(files[3].Problems);
    }

    [Fact]
    public void Digits_BuiltIn_AreRight() => Assert.True(DatasetCheck.Of(DatasetCatalog.Digits, "/nowhere").IsRight);
}
