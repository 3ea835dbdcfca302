using System.Security.Cryptography;
using Alma.Data.Idx;
using Alma.Data.Tests.Idx;

namespace Alma.Data.Tests;

/// <summary>A dataset in MNIST's form with twelve training and five test images of 30x20, whose pixels do not compress.</summary>
internal static class TinyDataset
{
    private static readonly byte[] trainPixels = Noise(12 * 30 * 20);
    private static readonly byte[] testPixels = Noise(5 * 30 * 20);

    public static IReadOnlyDictionary<string, byte[]> Content { get; } = new Dictionary<string, byte[]>
    {
        ["train-images"] = IdxBytes.Of([12, 30, 20], trainPixels),
        ["train-labels"] = IdxBytes.Of([12], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]),
        ["test-images"] = IdxBytes.Of([5, 30, 20], testPixels),
        ["test-labels"] = IdxBytes.Of([5], [2, 2, 1, 1, 0]),
    };

    public static IdxFiles Files { get; } = new(
        Images("train-images", 12), Labels("train-labels", 12), Images("test-images", 5), Labels("test-labels", 5));

    public static DatasetEntry Entry { get; } = DatasetCatalog.Mnist with
    {
        Name = "tiny",
        ClassCount = 3,
        TrainCount = 12,
        TestCount = 5,
        Shape = new(1, 30, 20),
        Files = Files,
        Folders = ["Tiny/raw", "CachedTiny/raw"],
    };

    public static byte[] Gzipped(string name) => IdxBytes.Gzip(Content[name]);

    /// <summary>Puts the four files where a fetch would.</summary>
    public static void WriteTo(TemporaryFolder folder)
    {
        foreach (var (name, content) in Content)
            folder.Write($"Tiny/raw/{name}", content);
    }

    /// <summary>The catalog's entry with what it says of one file changed.</summary>
    public static DatasetEntry WithTrainLabels(byte[] content) => Entry with
    {
        Files = Files with { TrainLabels = Files.TrainLabels with { Sha256 = Sha256(content) } },
    };

    private static IdxDatasetFile Images(string name, int count) => IdxDatasetFile.Images(name, [count, 30, 20], Sha256(Content[name]));

    private static IdxDatasetFile Labels(string name, int count) => IdxDatasetFile.Labels(name, count, new(0, 3), Sha256(Content[name]));

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static byte[] Noise(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
