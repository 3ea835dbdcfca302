using System.Collections.Immutable;
using Alma.Data.Pickles;
using Alma.Files;

namespace Alma.Data.Cifar;

/// <summary>
/// A batch of CIFAR-10's Python version: a pickled dictionary with <c>data</c>, an array (N, 3072) of bytes, and <c>labels</c>, a list
/// of N integers.
/// </summary>
internal sealed record CifarPickleForm(string Batch, int ImageCount) : StoredForm([Batch])
{
    // A batch is 31 MB; written by Python 3 in protocol 2, which spells bytes as UTF-8, half as much again.
    private static readonly long mostBytes = 64 << 20;

    public override Stream Open(ImmutableArray<string> paths)
    {
        var path = paths[0];
        var length = new FileInfo(path).Length;
        if (length > mostBytes) throw new InvalidDataException($"found {length} bytes, expected a pickle of at most {mostBytes}");
        return Content(RegularFile.Bytes(path, mostBytes));
    }

    /// <exception cref="InvalidDataException">The bytes are no pickle of such a batch.</exception>
    internal Stream Content(ReadOnlyMemory<byte> stored)
    {
        var pickle = PickleReader.ReadDictionary(stored);
        var labels = pickle.GetValueOrDefault("labels") as List<object?>
            ?? throw new InvalidDataException("found no list 'labels' in the pickle");
        var data = pickle.GetValueOrDefault("data") as PickledArray
            ?? throw new InvalidDataException("found no array 'data' in the pickle");
        return new CifarRecords([.. labels.Select(Label)], ImageCount).With(PixelsOf(data));
    }

    private ReadOnlySpan<byte> PixelsOf(PickledArray data) =>
        data is { ElementType.Name: "u1", Shape: [long count, (long)CifarBatch.PixelsPerImage] } && count == ImageCount
        && data.Values.Length == ImageCount * CifarBatch.PixelsPerImage
            ? data.Values.Span
            : throw new InvalidDataException(
                $"found {data} with {data.Values.Length} bytes, expected an array ({ImageCount}, {CifarBatch.PixelsPerImage}) of u1");

    private static long Label(object? label) =>
        label as long? ?? throw new InvalidDataException($"found {label ?? "None"} among the labels, expected integers");
}
