using Alma.Data.Idx;

namespace Alma.Data.Tests.Idx;

public sealed class IdxFileTests
{
    private static readonly byte[] images = IdxBytes.Of([2, 1, 3], [1, 2, 3, 4, 5, 6]);

    [Fact]
    public void Images_Plain_HaveTheirDimensionsAndValues()
    {
        var idx = Parse(images);

        Assert.Equal([2, 1, 3], idx.Dimensions);
        Assert.Equal([1, 2, 3, 4, 5, 6], idx.Values);
    }

    [Fact]
    public void Images_Gzipped_AreRead() => Assert.Equal([1, 2, 3, 4, 5, 6], Parse(IdxBytes.Gzip(images)).Values);

    [Fact]
    public void Values_ThatCompressVeryWell_AreReadWhole()
    {
        var values = new byte[100_000];
        values[^1] = 7;

        Assert.Equal(values, Parse(IdxBytes.Gzip(IdxBytes.Of([100_000], values))).Values);
    }

    [Fact]
    public void Checksum_OfAGzippedFile_IsThatOfItsContent() =>
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(images)), Parse(IdxBytes.Gzip(images)).ComputeSha256());

    [Fact]
    public void Error_OfAWrongFile_SaysFileFoundExpectedAndRemedy()
    {
        using var content = new MemoryStream([1, 2, 3, 4, 5]);

        var error = Assert.Throws<DatasetException>(() => IdxFile.Parse(content, "labels"));

        Assert.Equal(
            "labels: found the first bytes 01020304, expected 00000801 (labels) or 00000803 (images).",
            error.Message);
    }

    public static TheoryData<byte[], string> WrongContent => new()
    {
        { [], "an empty file" },
        { [0, 0], "the first bytes 0000" },
        { [0, 0, 0x0D, 1, 0, 0, 0, 1, 9], "the first bytes 00000D01" },
        { [0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 9], "the first bytes 00000802" },
        { [0, 0, 8, 3, 0, 0, 0, 1], "a file that ends inside its header" },
        { IdxBytes.Of([3], [1, 2]), "2 values" },
        { IdxBytes.Of([1], [1, 2]), "bytes after the 1 values" },
        { IdxBytes.Of([0], []), "the dimensions 0" },
        { IdxBytes.Of([uint.MaxValue], [1]), "the dimensions 4294967295" },
        { IdxBytes.Of([65_536, 65_536, 65_536], [1]), "the dimensions 65536 x 65536 x 65536" },
        { IdxBytes.Gzip(images)[..20], "" },
        { [0x1F, 0x8B, 1, 2, 3], "a damaged gzip stream" },
    };

    [Theory]
    [MemberData(nameof(WrongContent))]
    public void Content_Wrong_IsNamedInTheError(byte[] content, string found)
    {
        var error = Assert.Throws<DatasetException>(() => Parse(content));

        Assert.StartsWith("file: found " + found, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gzip_ThatUnpacksToMoreThanItsHeaderSays_IsNotUnpacked()
    {
        var bomb = IdxBytes.Gzip(IdxBytes.Of([1], new byte[50_000_000]));

        Assert.InRange(BytesAllocatedBy(() => Assert.Throws<DatasetException>(() => Parse(bomb))), 0, 2_000_000);
    }

    [Fact]
    public void Header_ThatClaimsAGigabyte_AllocatesByTheContent()
    {
        var small = IdxBytes.Gzip(IdxBytes.Of([1 << 30], new byte[1000]));

        Assert.InRange(BytesAllocatedBy(() => Assert.Throws<DatasetException>(() => Parse(small))), 0, 1_000_000);
    }

    internal static long BytesAllocatedBy(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static IdxFile Parse(byte[] content) => IdxFile.Parse(new MemoryStream(content), "file");
}
