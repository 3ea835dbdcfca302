namespace Alma.Data.Imports;

/// <summary>What a user asks to have imported.</summary>
/// <param name="Paths">Files and folders that exist, globs already matched, in order.</param>
public sealed record ImportRequest(IReadOnlyList<string> Paths)
{
    /// <summary>The column of the classes; null to take the one there is of <c>label</c>, <c>class</c> or <c>target</c>.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>The column that says when an example arose.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>The encoding of text files, one of <see cref="TextEncodings.Names"/>.</summary>
    public string Encoding { get; init; } = TextEncodings.Usual;

    /// <summary>Whether the first level of folders are dumps, each with folders of classes.</summary>
    public bool FoldersAreDumps { get; init; }

    /// <summary>Crop images to a square and scale it to so many pixels a side; null where all must be of one size already.</summary>
    public int? Size { get; init; }

    /// <summary>Whether every source must say classes; else one that says none has examples without a label.</summary>
    public bool NeedsLabels { get; init; } = true;

    /// <summary>
    /// The columns to read of a table, others being passed over and texts taken as they stand; null to read all and to look what they hold.
    /// </summary>
    public IReadOnlySet<string>? ColumnNames { get; init; }

    /// <summary>Channels that images inside other formats are taken with; null for as many as the images have.</summary>
    public int? Channels { get; init; }

    /// <summary>The most different values a text column may have to be a category, not text.</summary>
    public int MostCategories { get; init; } = 1000;
}
