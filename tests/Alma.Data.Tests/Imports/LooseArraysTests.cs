using System.Text;
using Alma.Data.Imports;
using Alma.Data.Tests.Idx;

namespace Alma.Data.Tests.Imports;

/// <summary>Files of one array each: IDX as MNIST has it, and .npy.</summary>
public sealed class LooseArraysTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("emnist-letters-", true)]
    public void Idx_OfTrainAndTest_IsTrainedAndTestedOn(string prefix, bool isPacked)
    {
        var test = prefix.Length == 0 ? "t10k" : "test";
        string[] paths =
        [
            Put($"{prefix}{test}-images-idx3-ubyte", IdxBytes.Of([1, 1, 2], [9, 8]), isPacked),
            Put($"{prefix}{test}-labels-idx1-ubyte", IdxBytes.Of([1], [3]), isPacked),
            Put($"{prefix}train-images-idx3-ubyte", IdxBytes.Of([2, 1, 2], [1, 2, 3, 4]), isPacked),
            Put($"{prefix}train-labels-idx1-ubyte", IdxBytes.Of([2], [5, 0]), isPacked),
        ];

        var read = Read(paths);

        Assert.Equal([("5", false), ("0", false), ("3", true)], read.Select(example => (example.Label!, example.IsTest)));
        Assert.Equal([3, 4], ((ImageValues)read[1].Values).Pixels);
        Assert.Equal(new ImportedPlace(paths[2], 2), read[1].Place);
    }

    [Fact]
    public void Idx_OfFloats_IsATable()
    {
        byte[] floats = [0, 0, 0x0D, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0];

        var read = Assert.Single(Read(Put("train-images.idx", floats, false), Put("train-labels.idx", IdxBytes.Of([1], [1]), false)));

        Assert.Equal([1.5, -2.0], ((RowValues)read.Values).Cells);
    }

    [Fact]
    public void Npy_OfAPair_IsRead()
    {
        var read = Read(
            Put("mine_y_train.npy", Npy("|u1", "(2,)", [4, 5]), false), Put("mine_x_train.npy", Npy("|u1", "(2, 1, 1)", [1, 2]), false));

        Assert.Equal(["4", "5"], read.Select(example => example.Label));
    }

    [Fact]
    public void Files_OfOneName_AreRefused() => Assert.Contains(
        "found a second array train_images beside",
        Refused(
            Put("train-images-idx3-ubyte", IdxBytes.Of([1, 1, 1], [1]), false),
            Put("train-images-idx3-ubyte", IdxBytes.Of([1, 1, 1], [1]), true)));

    [Theory]
    [InlineData(new byte[] { 1, 0, 8, 3 }, "found a beginning of another format")]
    [InlineData(new byte[] { 0, 0, 7, 1 }, "found values of type 0x07")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0 }, "found a file that ends inside its header")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 9, 1 }, "found labels of shape (1) for examples of shape (9)")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 1 }, "found 0 entries, expected 1")]
    [InlineData(new byte[] { 0, 0, 8, 3, 0, 0, 0, 1, 255, 255, 255, 255, 255, 255, 255, 255 }, "expected smaller ones")]
    public void Idx_ThatIsOdd_IsRefusedByName(byte[] images, string told)
    {
        var path = Put("train-images-idx3-ubyte", images, false);

        var refused = Refused(path, Put("train-labels-idx1-ubyte", IdxBytes.Of([1], [1]), false));

        Assert.StartsWith(path, refused, StringComparison.Ordinal);
        Assert.Contains(told, refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_WithoutLabels_AreRefused() => Assert.Contains(
        "found the arrays train_images; expected",
        Refused(Put("train-images-idx3-ubyte", IdxBytes.Of([1, 1, 1], [1]), false)));

    private static byte[] Npy(string type, string shape, byte[] values)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. values];
    }

    private static List<ImportedExample> Read(params string[] paths)
    {
        using var source = ImportFormats.Open(new ImportRequest(paths), TestContext.Current.CancellationToken);
        return [.. source.Read(TestContext.Current.CancellationToken)];
    }

    private static string Refused(params string[] paths) => Assert.Throws<DatasetException>(() => Read(paths)).Message;

    private string Put(string name, byte[] content, bool isPacked) =>
        folder.Write(isPacked ? $"{name}.gz" : name, isPacked ? IdxBytes.Gzip(content) : content);
}
