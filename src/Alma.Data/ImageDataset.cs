using Alma.Data.Stores;

namespace Alma.Data;

/// <summary>A classification dataset, as a learning task takes it: training and test images and how to normalise them.</summary>
/// <param name="Name">The name in the catalog.</param>
/// <param name="ClassCount">Labels are below it.</param>
/// <param name="Train">What the stream is cut from.</param>
/// <param name="Test">What every model is evaluated on.</param>
/// <param name="Normalisation">Applied to a batch when it is used.</param>
/// <param name="FileChecksums">File name to lower-case SHA-256 of its uncompressed content, for the run's manifest.</param>
public sealed record ImageDataset(
    string Name,
    int ClassCount,
    ImageSet Train,
    ImageSet Test,
    Normalisation Normalisation,
    IReadOnlyDictionary<string, string> FileChecksums)
{
    /// <summary>What each class is called, in the order of the labels; by default its number.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = NumberedClasses.Names(ClassCount);

    /// <summary>What may be done with it; null where nobody said so.</summary>
    public string? Licence { get; init; }

    /// <summary>
    /// Of a table, the columns that its rows were made of; null for images, and for rows that were numbers from the start.
    /// </summary>
    public IReadOnlyList<EncodedColumn>? Columns { get; init; }
}
