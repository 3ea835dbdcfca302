using System.Security.Cryptography;
using Alma.Learning.Datasets;

namespace Alma.Learning.Tests.Datasets;

/// <summary>A dataset in MNIST's form with twelve training and five test images of 30x20, whose pixels do not compress.</summary>
internal static class TinyDataset
{
    private static readonly byte[] TrainPixels = Noise(12 * 30 * 20);
    private static readonly byte[] TestPixels = Noise(5 * 30 * 20);

    public static IReadOnlyDictionary<string, byte[]> Content { get; } = new Dictionary<string, byte[]>
    {
        ["train-images"] = IdxBytes.Of([12, 30, 20], TrainPixels),
        ["train-labels"] = IdxBytes.Of([12], [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]),
        ["test-images"] = IdxBytes.Of([5, 30, 20], TestPixels),
        ["test-labels"] = IdxBytes.Of([5], [2, 2, 1, 1, 0]),
    };

    public static DatasetEntry Entry { get; } = DatasetCatalog.Mnist with
    {
        Name = "tiny",
        ClassCount = 3,
        TrainCount = 12,
        TestCount = 5,
        Shape = new(1, 30, 20),
        Files = new(
            File("train-images", 12, 30, 20), File("train-labels", 12), File("test-images", 5, 30, 20), File("test-labels", 5)),
        Folders = ["Tiny", "CachedTiny"],
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
        Files = Entry.Files! with { TrainLabels = Entry.Files.TrainLabels with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) } },
    };

    private static DatasetFile File(string name, params int[] dimensions) =>
        new(name, [.. dimensions], Convert.ToHexStringLower(SHA256.HashData(Content[name])));

    private static byte[] Noise(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }
}
