namespace Alma.Learning.Datasets;

/// <summary>One way in which a file is not what the catalog says.</summary>
internal sealed record IdxDifference(string Found, string Expected);

/// <summary>Compares an IDX file with what the catalog says of it; the loader and the check share it.</summary>
internal static class IdxVerification
{
    /// <summary>Every difference, worst first.</summary>
    public static IEnumerable<IdxDifference> Differences(IdxFile idx, string sha256, DatasetFile file, int classCount)
    {
        if (!idx.Dimensions.SequenceEqual(file.Dimensions))
            yield return new(Describe(idx.Dimensions), Describe(file.Dimensions));
        if (idx.Dimensions.Length == 1 && idx.Values.Max() is var highest && highest >= classCount)
            yield return new($"the label {highest}", $"labels of 0 to {classCount - 1}");
        if (sha256 != file.Sha256)
            yield return new($"SHA-256 {sha256}", file.Sha256);
    }

    private static string Describe(IEnumerable<int> dimensions) => string.Join(" x ", dimensions) + " values";
}
