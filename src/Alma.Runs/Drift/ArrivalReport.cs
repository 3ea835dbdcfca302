namespace Alma.Runs.Drift;

/// <summary>
/// What was seen of a dump before a run learned from it: how the model that it had did on it, and how it differs from earlier ones. A file
/// in the run's folder <c>drift</c>.
/// </summary>
public sealed record ArrivalReport
{
    /// <summary>The format that this version of Alma writes, and the only one it reads.</summary>
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    public required int Megabatch { get; init; }

    /// <summary>What the dump is called.</summary>
    public required string Dump { get; init; }

    /// <summary>The dump's folder in the store.</summary>
    public required string Folder { get; init; }

    public required int Examples { get; init; }

    /// <summary>Examples of each class, by its name.</summary>
    public required IReadOnlyDictionary<string, int> Classes { get; init; }

    /// <summary>Of each column of a table but dates; of images their brightness and contrast.</summary>
    public required IReadOnlyList<FeatureCounts> Features { get; init; }

    /// <summary>The part of the dump that the model gets wrong; null for the first dump.</summary>
    public double? Error { get; init; }

    /// <summary>The part of held-out examples of earlier dumps that the same model gets wrong.</summary>
    public double? ReferenceError { get; init; }

    /// <summary>The part of the dump that equals examples of earlier dumps; null for the first one.</summary>
    public double? DuplicateShare { get; init; }

    /// <summary>Tests of whether something has changed.</summary>
    public IReadOnlyList<ChangeTest> Tests { get; init; } = [];

    /// <summary>A test whose probability is below this is a warning.</summary>
    public double Level { get; init; }

    /// <summary>A sentence for each thing that is not as it was.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>How many examples of a dump lie in each bin of a feature.</summary>
/// <param name="Name">Of the column, or <c>brightness</c> or <c>contrast</c>.</param>
/// <param name="Edges">
/// Between the bins of a number, ascending: a value lies below the first edge that it does not exceed. Null for categories.
/// </param>
/// <param name="Counts">By bin, or by the number of the category.</param>
/// <param name="Missing">Examples without a value.</param>
public sealed record FeatureCounts(string Name, IReadOnlyList<double>? Edges, IReadOnlyList<int> Counts, int Missing);

/// <summary>A test of whether something is as in earlier dumps.</summary>
/// <param name="Name">What: <c>error</c>, <c>classes</c>, <c>confidence</c>, <c>duplicates</c> or <c>feature/NAME</c>.</param>
/// <param name="Stability">The population stability index, where a distribution is tested.</param>
/// <param name="Probability">Of a difference as large, had nothing changed.</param>
public sealed record ChangeTest(string Name, double? Stability, double Probability);
