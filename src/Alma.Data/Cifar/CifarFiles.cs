using System.Collections.Immutable;

namespace Alma.Data.Cifar;

/// <summary>The batches of CIFAR-10, in the official order.</summary>
public sealed record CifarFiles(ImmutableArray<CifarBatch> Train, ImmutableArray<CifarBatch> Test) : DatasetFiles
{
    private const int ImagesPerBatch = 10_000;

    public override ImmutableArray<DatasetFile> All => [.. Train, .. Test];

    /// <param name="train">The checksums of the five training batches.</param>
    /// <param name="test">The checksum of the test batch.</param>
    internal static CifarFiles Official(ImmutableArray<string> train, string test) => new(
        [.. train.Select((sha256, i) =>
            new CifarBatch($"data_batch_{i + 1}", ImagesPerBatch, new("train_lables.json", i * ImagesPerBatch), sha256))],
        [new CifarBatch("test_batch", ImagesPerBatch, new("test_lables.json", 0), test)]);

    internal override (ImageSet Train, ImageSet Test) Assemble(ImageShape shape, Func<DatasetFile, byte[]> read) =>
        (Assemble(Train, shape, read), Assemble(Test, shape, read));

    private static ImageSet Assemble(ImmutableArray<CifarBatch> batches, ImageShape shape, Func<DatasetFile, byte[]> read)
    {
        var count = batches.Sum(batch => batch.ImageCount);
        var (pixels, labels) = (new byte[count * CifarBatch.PixelsPerImage], new byte[count]);
        var image = 0;
        foreach (var batch in batches)
        {
            for (ReadOnlySpan<byte> records = read(batch); records.Length > 0; records = records[CifarBatch.BytesPerImage..], image++)
            {
                labels[image] = records[0];
                records[1..CifarBatch.BytesPerImage].CopyTo(pixels.AsSpan(image * CifarBatch.PixelsPerImage));
            }
        }
        return new(pixels, labels, shape.Channels, shape.Height, shape.Width);
    }
}
