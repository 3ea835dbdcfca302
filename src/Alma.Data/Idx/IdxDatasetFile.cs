using System.Collections.Immutable;

namespace Alma.Data.Idx;

/// <summary>An IDX file of a dataset.</summary>
/// <param name="Dimensions">(N) for labels, (N, H, W) for images.</param>
/// <param name="LabelRange">Null for images.</param>
public sealed record IdxDatasetFile(string Name, ImmutableArray<int> Dimensions, LabelRange? LabelRange, string? Sha256)
    : DatasetFile(Name, Sha256)
{
    public override long ByteCount => ByteCountOf(Dimensions);

    internal override ImmutableArray<StoredForm> Forms => PlainForm.Of(Name);

    public static IdxDatasetFile Images(string name, ImmutableArray<int> dimensions, string? sha256) => new(name, dimensions, null, sha256);

    public static IdxDatasetFile Labels(string name, int count, LabelRange range, string? sha256) => new(name, [count], range, sha256);

    protected override FileContent Parse(Stream stored, string name)
    {
        var idx = IdxFile.Parse(stored, name);
        var sha256 = idx.ComputeSha256();
        return new(idx.Values, ByteCountOf(idx.Dimensions), sha256, [.. Differences(idx), .. FileDifference.OfChecksum(sha256, this)]);
    }

    private IEnumerable<FileDifference> Differences(IdxFile idx)
    {
        if (!idx.Dimensions.SequenceEqual(Dimensions))
            yield return new(Describe(idx.Dimensions), Describe(Dimensions));
        if (LabelRange is not { } range) yield break;
        foreach (var difference in FileDifference.OfLabels(idx.Values, range))
            yield return difference;
    }

    private static long ByteCountOf(ImmutableArray<int> dimensions) =>
        dimensions.Aggregate(1L, (product, dimension) => product * dimension) + 4 + 4 * dimensions.Length;

    private static string Describe(IEnumerable<int> dimensions) => string.Join(" x ", dimensions) + " values";
}
