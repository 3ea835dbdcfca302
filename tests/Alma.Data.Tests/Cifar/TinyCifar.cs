using System.Security.Cryptography;
using Alma.Data.Cifar;

namespace Alma.Data.Tests.Cifar;

/// <summary>CIFAR-10's form with two training batches of three images and a test batch of two.</summary>
internal static class TinyCifar
{
    public static Dictionary<string, byte[]> Labels { get; } = new()
    {
        ["data_batch_1"] = [6, 9, 0],
        ["data_batch_2"] = [1, 2, 3],
        ["test_batch"] = [8, 0],
    };

    /// <summary>By batch, (N, 3, 32, 32).</summary>
    public static Dictionary<string, byte[]> Pixels { get; } = Labels.ToDictionary(
        batch => batch.Key, batch => Noise(batch.Value.Length * CifarBatch.PixelsPerImage, seed: batch.Key[^1]));

    public static CifarFiles Files { get; } = new(
        [Batch("data_batch_1", new("train_lables.json", 0)), Batch("data_batch_2", new("train_lables.json", 3))],
        [Batch("test_batch", new("test_lables.json", 0))]);

    public static DatasetEntry Entry { get; } =
        DatasetCatalog.Cifar10 with { Name = "tiny_cifar", TrainCount = 6, TestCount = 2, Files = Files };

    /// <summary>The binary version of a batch.</summary>
    public static byte[] Binary(string batch) => Binary(Labels[batch], Pixels[batch]);

    public static byte[] Binary(byte[] labels, byte[] pixels) =>
        [.. labels.SelectMany((label, i) => pixels.Skip(i * CifarBatch.PixelsPerImage).Take(CifarBatch.PixelsPerImage).Prepend(label))];

    public static void WriteBinaryTo(TemporaryFolder folder)
    {
        foreach (var batch in Labels.Keys) folder.Write($"cifar-10-batches-bin/{batch}.bin", Binary(batch));
    }

    private static CifarBatch Batch(string batch, SheetLabels labels) =>
        new(batch, Labels[batch].Length, labels, Convert.ToHexStringLower(SHA256.HashData(Binary(batch))));

    private static byte[] Noise(int count, int seed)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
