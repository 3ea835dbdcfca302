using Alma.Data.Emnist;
using Alma.Data.Fetching;
using Alma.Data.Tests.Fetching;
using Alma.Data.Tests.Idx;

namespace Alma.Data.Tests.Emnist;

/// <summary>Files made in EMNIST's exact form, as EMNIST itself is not at hand everywhere.</summary>
public sealed class EmnistTests : IDisposable
{
    private const string Prefix = "emnist-letters";

    private static readonly DatasetEntry letters = EmnistCatalog.Of(EmnistSplit.Letters) with
    {
        TrainCount = 3,
        TestCount = 2,
        Files = EmnistCatalog.Files("letters", new(1, 26), 3, 2),
    };

    // Stored column by column: value x*28+y of image n is what belongs at row y, column x.
    private static readonly Dictionary<string, byte[]> files = new()
    {
        [$"{Prefix}-train-images-idx3-ubyte"] = IdxBytes.Of([3, 28, 28], [.. Enumerable.Range(0, 3 * 784).Select(i => (byte)(i % 251))]),
        [$"{Prefix}-train-labels-idx1-ubyte"] = IdxBytes.Of([3], [1, 26, 13]),
        [$"{Prefix}-test-images-idx3-ubyte"] = IdxBytes.Of([2, 28, 28], new byte[2 * 784]),
        [$"{Prefix}-test-labels-idx1-ubyte"] = IdxBytes.Of([2], [2, 25]),
    };

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(EmnistSplit.Byclass, "emnist_byclass", 62, 697_932, 116_323)]
    [InlineData(EmnistSplit.Bymerge, "emnist_bymerge", 47, 697_932, 116_323)]
    [InlineData(EmnistSplit.Balanced, "emnist_balanced", 47, 112_800, 18_800)]
    [InlineData(EmnistSplit.Letters, "emnist_letters", 26, 124_800, 20_800)]
    [InlineData(EmnistSplit.Digits, "emnist_digits", 10, 240_000, 40_000)]
    [InlineData(EmnistSplit.Mnist, "emnist_mnist", 10, 60_000, 10_000)]
    public void Split_HasItsPublishedClassesAndCounts(EmnistSplit split, string name, int classCount, int trainCount, int testCount)
    {
        var entry = DatasetCatalog.Find(name);

        Assert.Same(EmnistCatalog.Of(split), entry);
        Assert.Equal((classCount, trainCount, testCount), (entry.ClassCount, entry.TrainCount, entry.TestCount));
    }

    [Theory]
    [InlineData("EMNIST/raw/")]
    [InlineData("EMNIST/raw/gzip/")]
    [InlineData("")]
    public void Images_WhereverTheyAreFound_AreUprightAndLabelsCountFromZero(string place)
    {
        Write(files, place);

        var emnist = DatasetLoader.Load(letters, folder.FullPath);

        Assert.Equal([0, 25, 12], emnist.Train.Labels);
        Assert.Equal([1, 24], emnist.Test.Labels);
        for (var n = 0; n < 3; n++)
            for (var y = 0; y < 28; y++)
                for (var x = 0; x < 28; x++)
                    Assert.Equal((n * 784 + x * 28 + y) % 251, emnist.Train.Pixels[n * 784 + y * 28 + x]);
    }

    [Fact]
    public void Checksums_Unpublished_AreRecordedAsFound()
    {
        Write(files, "EMNIST/raw/");

        var checksums = DatasetLoader.Load(letters, folder.FullPath).FileChecksums;

        Assert.Equal(files.Keys.Order(), checksums.Keys.Order());
        Assert.All(checksums.Values, sha256 => Assert.Matches("^[0-9a-f]{64}$", sha256));
        Assert.True(DatasetCheck.Of(letters, folder.FullPath).IsRight);
    }

    public static TheoryData<string, byte[], string> Wrong => new()
    {
        { "train-images-idx3-ubyte", IdxBytes.Of([2, 28, 28], new byte[2 * 784]), "found 2 x 28 x 28 values, expected 3 x 28 x 28 values" },
        { "train-labels-idx1-ubyte", IdxBytes.Of([3], [1, 0, 2]), "found the label 0, expected labels of 1 to 26" },
        { "train-labels-idx1-ubyte", IdxBytes.Of([3], [1, 27, 2]), "found the label 27, expected labels of 1 to 26" },
        { "test-labels-idx1-ubyte", [0, 0, 9, 1, 0, 0, 0, 2, 1, 1], "found the first bytes 00000901" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void File_Wrong_IsRefused(string name, byte[] content, string why)
    {
        Write(files, "EMNIST/raw/");
        File.Delete(Path.Combine(folder.FullPath, $"EMNIST/raw/{Prefix}-{name}.gz"));
        folder.Write($"EMNIST/raw/{Prefix}-{name}", content);

        Assert.Contains(
            why, Assert.Throws<DatasetException>(() => DatasetLoader.Load(letters, folder.FullPath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_WithOneSplitAmongOthers_IsFetchedKeptAndUsedAgain()
    {
        var zip = Zip(files);
        using var server = new FileServer(new Dictionary<string, byte[]> { ["gzip.zip"] = zip });

        await FetchAsync(server, Md5(zip));
        Assert.True(DatasetCheck.Of(letters, folder.FullPath).IsRight);
        File.Delete(Path.Combine(folder.FullPath, $"EMNIST/raw/{Prefix}-test-labels-idx1-ubyte"));
        await FetchAsync(server, Md5(zip));

        Assert.True(DatasetCheck.Of(letters, folder.FullPath).IsRight);
        Assert.Equal(["gzip.zip"], server.Requests);
        Assert.Equal(
            [.. files.Keys.Order(), "gzip.zip"],
            Directory.EnumerateFiles(Path.Combine(folder.FullPath, "EMNIST/raw")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Archive_WithAnotherMd5_IsRefusedAndLeavesNothing()
    {
        using var server = new FileServer(new Dictionary<string, byte[]> { ["gzip.zip"] = Zip(files) });

        var error = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(server, new string('0', 32)));

        Assert.Contains("gzip.zip has MD5 ", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(folder.FullPath, "EMNIST/raw")));
    }

    [Fact]
    public async Task Archive_WithAFileOfWrongLabels_StoresTheOthersOnly()
    {
        var wrong = new Dictionary<string, byte[]>(files) { [$"{Prefix}-train-labels-idx1-ubyte"] = IdxBytes.Of([3], [1, 2, 200]) };
        var zip = Zip(wrong);
        using var server = new FileServer(new Dictionary<string, byte[]> { ["gzip.zip"] = zip });

        var error = await Assert.ThrowsAsync<DatasetException>(() => FetchAsync(server, Md5(zip)));

        Assert.Contains("the label 200, expected labels of 1 to 26", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder.FullPath, $"EMNIST/raw/{Prefix}-train-labels-idx1-ubyte")));
        Assert.True(File.Exists(Path.Combine(folder.FullPath, $"EMNIST/raw/{Prefix}-test-labels-idx1-ubyte")));
    }

    private void Write(Dictionary<string, byte[]> content, string place)
    {
        foreach (var (name, bytes) in content) folder.Write($"{place}{name}.gz", IdxBytes.Gzip(bytes));
    }

    private static byte[] Zip(Dictionary<string, byte[]> content) => ArchiveBytes.Zip(
        content.Select(file => KeyValuePair.Create($"gzip/{file.Key}.gz", IdxBytes.Gzip(file.Value)))
            .Prepend(new("gzip/emnist-digits-mapping.txt", [1])));

    private Task FetchAsync(FileServer server, string md5)
    {
        var archive = new WebArchive(new Uri(server.Address, "gzip.zip"), "gzip") { MostBytes = 1 << 20, Md5 = md5, IsKept = true };
        return new DatasetFetcher(_ => [new WebArchiveSource(archive, requiresHttps: false)])
            .FetchAsync(letters, folder.FullPath, cancellation: Cancellation);
    }

#pragma warning disable CA5351 // It is what EMNIST's archive has.
    private static string Md5(byte[] content) => Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(content));
#pragma warning restore CA5351
}
