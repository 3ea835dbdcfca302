using System.Collections.Immutable;

namespace Alma.Data;

/// <summary>What one file of a dataset holds; the loader, the check and the fetch share it.</summary>
/// <param name="Values">Pixels, labels or both, as the kind of file has them.</param>
/// <param name="ByteCount">Of the uncompressed file.</param>
/// <param name="Sha256">Lower-case, of the uncompressed file.</param>
/// <param name="Differences">From what the catalog says, worst first.</param>
public sealed record FileContent(byte[] Values, long ByteCount, string Sha256, ImmutableArray<FileDifference> Differences);

/// <summary>One way in which a file is not what the catalog says.</summary>
public sealed record FileDifference(string Found, string Expected)
{
    /// <summary>The difference between checksums, or none where there is nothing to compare with.</summary>
    internal static IEnumerable<FileDifference> OfChecksum(string found, DatasetFile file) =>
        file.Sha256 is { } expected && found != expected ? [new($"SHA-256 {found}", expected)] : [];

    /// <summary>The difference of labels beyond their range, or none.</summary>
    internal static IEnumerable<FileDifference> OfLabels(IEnumerable<byte> labels, LabelRange range)
    {
        foreach (var label in labels)
        {
            if (range.Holds(label)) continue;
            return [new($"the label {label}", $"labels of {range.First} to {range.Last}")];
        }
        return [];
    }
}
