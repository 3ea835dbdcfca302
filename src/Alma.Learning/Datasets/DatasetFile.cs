using System.Collections.Immutable;

namespace Alma.Learning.Datasets;

/// <summary>One IDX file of a dataset and what its uncompressed content must be.</summary>
/// <param name="Name">Without <c>.gz</c>.</param>
/// <param name="Dimensions">(N) for labels, (N, H, W) for images.</param>
/// <param name="Sha256">Lower-case, of the uncompressed content.</param>
public sealed record DatasetFile(string Name, ImmutableArray<int> Dimensions, string Sha256)
{
    /// <summary>The size of the uncompressed file.</summary>
    public long ByteCount => Dimensions.Aggregate(1L, (product, dimension) => product * dimension) + 4 + 4 * Dimensions.Length;
}
