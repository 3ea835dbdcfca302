using System.Collections.Immutable;
using Alma.Data.Idx;

namespace Alma.Data.Emnist;

/// <summary>
/// EMNIST's entries of the catalog, one for each split. Checksums of the files are not published, so they are checked for their
/// counts and labels only, and a run's manifest records what was found; the archive's own MD5 is checked when it is fetched.
/// </summary>
public static class EmnistCatalog
{
    private const int Side = 28;

    private static readonly WebArchive archive = new("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip", "gzip")
    {
        MostBytes = 600_000_000,
        Md5 = "58c8d27c78d21e728a6bc7b3cc06412e",
        IsKept = true,
    };

    private const string Digits = "0123456789";
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Small = "abcdefghijklmnopqrstuvwxyz";
    private const string Merged = Digits + Capitals + "abdefghnqrt"; // the other small letters look like capitals; torchvision's order

    // The labels of the letters count from 1, and a network has no output for a class 0 that there is not.
    private static readonly Dictionary<EmnistSplit, DatasetEntry> entries = new()
    {
        [EmnistSplit.Byclass] = Entry("byclass", "digits and letters", new(0, 62), Digits + Capitals + Small, 697_932, 116_323),
        [EmnistSplit.Bymerge] = Entry("bymerge", "digits and letters, look-alikes merged", new(0, 47), Merged, 697_932, 116_323),
        [EmnistSplit.Balanced] =
            Entry("balanced", "digits and letters, look-alikes merged, balanced", new(0, 47), Merged, 112_800, 18_800),
        [EmnistSplit.Letters] = Entry("letters", "letters", new(1, 26), Small, 124_800, 20_800),
        [EmnistSplit.Digits] = Entry("digits", "digits", new(0, 10), Digits, 240_000, 40_000),
        [EmnistSplit.Mnist] = Entry("mnist", "digits, MNIST's number", new(0, 10), Digits, 60_000, 10_000),
    };

    public static ImmutableArray<DatasetEntry> Entries { get; } = [.. entries.Values];

    public static DatasetEntry Of(EmnistSplit split) => entries[split];

    /// <summary>The four files of a split, in EMNIST's form: MNIST's, but column by column.</summary>
    internal static IdxFiles Files(string split, LabelRange labels, int trainCount, int testCount) => new(
        IdxDatasetFile.Images($"emnist-{split}-train-images-idx3-ubyte", [trainCount, Side, Side], sha256: null),
        IdxDatasetFile.Labels($"emnist-{split}-train-labels-idx1-ubyte", trainCount, labels, sha256: null),
        IdxDatasetFile.Images($"emnist-{split}-test-images-idx3-ubyte", [testCount, Side, Side], sha256: null),
        IdxDatasetFile.Labels($"emnist-{split}-test-labels-idx1-ubyte", testCount, labels, sha256: null))
    {
        IsTransposed = true,
    };

    private static DatasetEntry Entry(string split, string what, LabelRange labels, string classes, int trainCount, int testCount) => new()
    {
        Name = $"emnist_{split}",
        Description = $"Handwritten {what}, 28x28 grey",
        ClassCount = labels.Count,
        ClassNames = [.. classes.Select(letter => letter.ToString())],
        TrainCount = trainCount,
        TestCount = testCount,
        Shape = new(1, Side, Side),
        Normalisation = new([0.1307f], [0.3081f]),
        Files = Files(split, labels, trainCount, testCount),
        Folders = ["EMNIST/raw", "EMNIST/raw/gzip", "CachedEMNIST/raw", "gzip"],
        FurtherFolders = ["EMNIST/gzip", "EMNIST", "raw", "raw/gzip"],
        Origins = [archive],
    };
}
