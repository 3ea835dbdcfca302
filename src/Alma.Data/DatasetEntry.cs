using System.Collections.Immutable;

namespace Alma.Data;

/// <summary>What the catalog knows about a dataset: its shape, how it is normalised, and where its files are and come from.</summary>
public sealed record DatasetEntry
{
    public required string Name { get; init; }

    /// <summary>One line.</summary>
    public required string Description { get; init; }

    /// <summary>What its publishers allow to be done with it, where they say so in a few words; else null.</summary>
    public string? Licence { get; init; }

    public required int ClassCount { get; init; }

    /// <summary>What each class is called, in the order of the labels; by default its number.</summary>
    public ImmutableArray<string> ClassNames
    {
        get => field.IsDefault ? NumberedClasses.Names(ClassCount) : field;
        init;
    }

    public required int TrainCount { get; init; }

    public required int TestCount { get; init; }

    public required ImageShape Shape { get; init; }

    public required Normalisation Normalisation { get; init; }

    /// <summary>Whether its examples are rows of a table, of numbers that need no normalisation, and no images.</summary>
    public bool IsTable { get; init; }

    /// <summary>Null for a dataset that is built into the program.</summary>
    public DatasetFiles? Files { get; init; }

    /// <summary>The folders below the data folder that hold its files, torchvision's names; a fetch writes into the first.</summary>
    public ImmutableArray<string> Folders { get; init; } = [];

    /// <summary>Folders in which other programs and people have its files.</summary>
    public ImmutableArray<string> FurtherFolders { get; init; } = [];

    /// <summary>Where a fetch looks for it, in that order.</summary>
    public ImmutableArray<DatasetOrigin> Origins { get; init; } = [];

    /// <summary>Uncompressed, as a fetch stores it.</summary>
    public long ByteCount => Files?.All.Sum(file => file.ByteCount) ?? (TrainCount + TestCount) * (Shape.Size + 1L);

    /// <summary>What mends files of it that are missing or wrong.</summary>
    public DatasetNeed Need => new DatasetNeed.Fetch(Name);
}
