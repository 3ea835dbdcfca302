using Alma.Data.Imports;

namespace Alma.Data.Stores;

/// <summary>How what is read becomes dumps of a store.</summary>
/// <param name="Request">What was asked to be read.</param>
/// <param name="Time">Says when it was imported.</param>
public sealed record ImportPlan(ImportRequest Request, TimeProvider Time)
{
    /// <summary>The part that is set aside to test on where the data has no test set of its own.</summary>
    public const double UsualTestShare = 0.2;

    /// <summary>The part of each dump to set aside at random to test on; null for what the data or the store says.</summary>
    public double? TestShare { get; init; }

    /// <summary>What may be done with the data of a new data set; null where nothing is said.</summary>
    public string? Licence { get; init; }

    /// <summary>What it is in the inbox that it comes from: it is added once, though it is found there again.</summary>
    public ArrivedEntry? Arrived { get; init; }

    /// <summary>The file or folder that came and that the dump is named after; null for the files that are read themselves.</summary>
    public string? Came { get; init; }

    /// <summary>
    /// Given the data set as it would be, when all is written and before it counts: what it throws leaves all as it was.
    /// </summary>
    public Action<Store>? BeforeCommit { get; init; }

    /// <summary>Told how many examples were read.</summary>
    public IProgress<long>? Progress { get; init; }

    /// <summary>Called before each step that changes the disk; tests look at what a kill there would leave.</summary>
    internal Action? BeforeStep { get; init; }
}

/// <summary>What an import came to.</summary>
/// <param name="Store">As it is now.</param>
/// <param name="Added">The dumps that it has got; none where what arrived had been added before.</param>
/// <param name="Warnings">A sentence each, of what its user should know.</param>
public sealed record ImportResult(Store Store, IReadOnlyList<StoredDump> Added, IReadOnlyList<string> Warnings);
