using System.Text.Json.Serialization;
using Alma.Data.Imports;

namespace Alma.Data.Stores;

/// <summary>What the examples of a store are.</summary>
public enum StoreKind
{
    Image,
    Table,
}

/// <summary>
/// What a store holds, as its <c>manifest.json</c> says it: the file that makes the others a data set. What it does not name is not there.
/// </summary>
public sealed record StoreManifest
{
    /// <summary>The format that this version writes, and the only one it reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The classes there may be: labels in memory are bytes.</summary>
    public const int MostClasses = 256;

    public required int Format { get; init; }

    public required StoreKind Kind { get; init; }

    /// <summary>Of an image; null for tables.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>What images were cropped and scaled to; null where they were taken as they are.</summary>
    public int? Size { get; init; }

    /// <summary>The columns of a table that are learned from; empty for images.</summary>
    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>The columns of text, which nothing here reads.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The column that the classes came from, as it was asked for.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>The encoding of the text files, one of <see cref="TextEncodings.Names"/>; null for the usual one.</summary>
    public string? Encoding { get; init; }

    /// <summary>The column that the times came from; null where the examples have none.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>What may be done with the data, as its importer said it; null where nothing was said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Licence { get; init; }

    /// <summary>Names of the classes, in the order of their numbers. An addition appends its own.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The part of each dump that was set aside at random to test on; null where the data has a test set of its own.</summary>
    public double? TestShare { get; init; }

    /// <summary>In the order in which they came.</summary>
    public required IReadOnlyList<StoredDump> Dumps { get; init; }

    /// <summary>Numbers that a row has in the file of values; a date has two.</summary>
    internal int CellsPerRow => Columns.Sum(column => column.CellCount);

    /// <summary>Bytes of an example in the file of values.</summary>
    internal long BytesPerExample => Shape?.Size ?? ((long)CellsPerRow * sizeof(float));

    internal int Count => Dumps.Sum(dump => dump.Count);

    internal int TestCount => Dumps.Sum(dump => dump.TestCount);
}

/// <summary>A column of a table in a store.</summary>
public sealed record TableColumn(string Name, ColumnKind Kind)
{
    /// <summary>The values of a category, in the order of their numbers; an addition appends its own.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    // A float holds a day to minutes: days and the seconds of the day are two numbers.
    internal int CellCount => Kind == ColumnKind.Date ? 2 : 1;
}

/// <summary>What arrived together: a folder of files in the store.</summary>
/// <param name="Name">For people: what it was imported from.</param>
/// <param name="Folder">Below the store's folder <c>dumps</c>.</param>
/// <param name="Count">Examples, those to test on included.</param>
/// <param name="TestCount">Examples that are tested on.</param>
public sealed record StoredDump(string Name, string Folder, int Count, int TestCount)
{
    /// <summary>How many classes there were once it had come; later dumps may bring more.</summary>
    public required int ClassCount { get; init; }

    /// <summary>Examples without a label, which were left out.</summary>
    public int Unlabelled { get; init; }

    /// <summary>When it was imported, in UTC.</summary>
    public required DateTime Imported { get; init; }

    /// <summary>The files and folders it came from.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>What it was in the inbox that it came from; null where somebody imported it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ArrivedEntry? Arrived { get; init; }

    /// <summary>Its files: name to size and checksum.</summary>
    public required IReadOnlyDictionary<string, StoredContent> Files { get; init; }
}

/// <summary>A file or folder of an inbox, so that it is imported once though it is found there again.</summary>
/// <param name="Name">As it was called there.</param>
/// <param name="Fingerprint">Tells it from another of that name.</param>
public sealed record ArrivedEntry(string Name, string Fingerprint);

/// <summary>The size of a file and its lower-case SHA-256.</summary>
public sealed record StoredContent(long Bytes, string Sha256);
