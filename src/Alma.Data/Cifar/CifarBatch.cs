using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Alma.Data.Cifar;

/// <summary>
/// A file of CIFAR-10's binary version: for each image a byte that is its label and 3072 that are its pixels, channel by channel and
/// row by row. The Python version and PNG sheets of the same images are found too.
/// </summary>
/// <param name="Batch">Its name in the Python version, <c>data_batch_1</c>.</param>
/// <param name="ImageCount">N.</param>
/// <param name="SheetLabels">Where a folder of PNG sheets has its labels.</param>
public sealed record CifarBatch(string Batch, int ImageCount, SheetLabels SheetLabels, string? Sha256) : DatasetFile(Batch + ".bin", Sha256)
{
    public const int PixelsPerImage = 3 * 32 * 32;

    public const int BytesPerImage = 1 + PixelsPerImage;

    public static LabelRange LabelRange { get; } = new(0, 10);

    public override long ByteCount => (long)ImageCount * BytesPerImage;

    internal override ImmutableArray<StoredForm> Forms =>
        [.. PlainForm.Of(Name), new CifarPickleForm(Batch, ImageCount), new CifarSheetForm(Batch + ".png", SheetLabels, ImageCount)];

    protected override FileContent Parse(Stream stored, string name)
    {
        using var content = GzipContent.Open(stored);
        var records = new byte[ByteCount];
        var length = content.ReadAtLeast(records, records.Length, throwOnEndOfStream: false);
        if (length < records.Length || content.ReadByte() != -1)
        {
            var found = length < records.Length ? $"{length} bytes" : "more";
            throw DatasetException.Wrong(name, found, $"{ByteCount} bytes, {ImageCount} images of {BytesPerImage}");
        }
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(records));
        var labels = Enumerable.Range(0, ImageCount).Select(i => records[i * BytesPerImage]);
        return new(
            records, length, sha256, [.. FileDifference.OfLabels(labels, LabelRange), .. FileDifference.OfChecksum(sha256, this)]);
    }
}

/// <summary>The list in which a folder of PNG sheets has the labels of a batch, and the place of the first of them.</summary>
public sealed record SheetLabels(string File, int First);
