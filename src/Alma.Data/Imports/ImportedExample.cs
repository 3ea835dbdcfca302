namespace Alma.Data.Imports;

/// <summary>One example as a file that is imported has it: its values, its class, and when and with what it came.</summary>
/// <param name="Values">An image or a row.</param>
/// <param name="Label">Its class by name; null where the file leaves it empty.</param>
/// <param name="Place">Where it stands, for messages.</param>
public sealed record ImportedExample(ImportedValues Values, string? Label, ImportedPlace Place)
{
    /// <summary>The name of the dump it came with, from the first level of folders; null where all came together.</summary>
    public string? Dump { get; init; }

    /// <summary>Whether it belongs to a test set of the data's own.</summary>
    public bool IsTest { get; init; }

    /// <summary>When it arose, in UTC; null where no column says.</summary>
    public DateTime? Time { get; init; }
}

/// <summary>What an example is: <see cref="ImageValues"/> or <see cref="RowValues"/>. All of an import are of one kind.</summary>
public abstract record ImportedValues;

/// <summary>An image, decoded.</summary>
/// <param name="Shape">Channels, height and width.</param>
/// <param name="Pixels">(C, H, W), channel after channel.</param>
public sealed record ImageValues(ImageShape Shape, byte[] Pixels) : ImportedValues;

/// <summary>A row of a table, a cell for each <see cref="ImportedColumn"/>.</summary>
/// <param name="Cells">
/// Null for missing; else <c>double</c>, <c>bool</c>, <c>DateTime</c> (UTC) or <c>string</c>, as the column's kind says.
/// </param>
public sealed record RowValues(object?[] Cells) : ImportedValues;

/// <summary>Where an example stands: a file, and a line or row in it, from 1, where it has several.</summary>
public readonly record struct ImportedPlace(string File, long? Row = null)
{
    public override string ToString() => Row is { } row ? $"{File}:{row}" : File;
}

/// <summary>A column of values, neither label nor time.</summary>
public sealed record ImportedColumn(string Name, ColumnKind Kind);

/// <summary>What a column holds. Text is named and left out: no learner here reads it.</summary>
public enum ColumnKind
{
    Number,
    Boolean,
    Date,
    Category,
    Text,
}
