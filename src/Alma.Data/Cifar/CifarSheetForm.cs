// N: images, S: side of an image.
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using Alma.Data.Images;
using Alma.Files;

namespace Alma.Data.Cifar;

/// <summary>
/// A batch of CIFAR-10 as one PNG, N rows by 1024 columns of 8-bit RGB, each row an image of 32x32; its labels are part of a JSON list
/// beside it.
/// </summary>
internal sealed record CifarSheetForm(string Sheet, SheetLabels Labels, int ImageCount) : StoredForm([Sheet, Labels.File])
{
    private const int MostBytes = 1 << 29; // of a sheet, which its compression may make larger than its pixels, and of its labels
    private const int PixelsPerChannel = CifarBatch.PixelsPerImage / 3;

    // 89 PNG 0D 0A 1A 0A, then a chunk of 13 bytes, IHDR.
    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

    public override Stream Open(ImmutableArray<string> paths) =>
        Content(RegularFile.Bytes(paths[0], MostBytes), RegularFile.Bytes(paths[1], MostBytes));

    /// <param name="sheet">The PNG.</param>
    /// <param name="labelList">The JSON list.</param>
    /// <exception cref="InvalidDataException">They are no such sheet or list.</exception>
    internal Stream Content(byte[] sheet, byte[] labelList)
    {
        var records = new CifarRecords(LabelsIn(labelList), ImageCount);
        CheckHeader(sheet);
        var pixels = Decode(sheet); // (N, S*S, 4)
        for (var i = 0; i < ImageCount; i++)
            Separate(pixels.AsSpan(i * PixelsPerChannel * 4, PixelsPerChannel * 4), records.PixelsOf(i));
        return records.ToStream();
    }

    // A label that is no byte is refused by the records.
    private long[] LabelsIn(byte[] list)
    {
        try
        {
            var all = JsonSerializer.Deserialize<long[]>(list) ?? [];
            return [.. all.Skip(Labels.First).Take(ImageCount)];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{Labels.File} is no list of integers", e);
        }
    }

    // Before anything is decoded: the header alone decides how much memory that takes.
    private void CheckHeader(ReadOnlySpan<byte> sheet)
    {
        if (sheet.Length < 26 || !sheet.StartsWith(Signature)) throw new InvalidDataException("found a file that is no PNG");
        var width = BinaryPrimitives.ReadUInt32BigEndian(sheet[16..]);
        var height = BinaryPrimitives.ReadUInt32BigEndian(sheet[20..]);
        if (width != PixelsPerChannel || height != ImageCount || sheet[24] != 8 || sheet[25] != 2)
            throw new InvalidDataException(
                $"found a PNG of {width} x {height}, {sheet[24]} bits, colour type {sheet[25]}, expected {PixelsPerChannel} x "
                + $"{ImageCount}, 8 bits, colour type 2");
    }

    private static byte[] Decode(byte[] sheet)
    {
        try
        {
            using var image = ImageDecoder.Open(sheet);
            return image.Pixels();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"found a damaged PNG: {e.Message}", e);
        }
    }

    private static void Separate(ReadOnlySpan<byte> pixels, Span<byte> planes)
    {
        for (var pixel = 0; pixel < PixelsPerChannel; pixel++)
            for (var channel = 0; channel < 3; channel++)
                planes[(channel * PixelsPerChannel) + pixel] = pixels[(pixel * 4) + channel];
    }
}
