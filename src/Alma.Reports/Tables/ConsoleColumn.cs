namespace Alma.Reports.Tables;

/// <summary>A column of a <see cref="ConsoleTable"/>.</summary>
/// <param name="Head">What stands above it, in one line or several.</param>
/// <param name="Fit">What becomes of its cells where there is little room.</param>
public sealed record ConsoleColumn(string Head, ColumnFit Fit)
{
    private const int LeastOfText = 16;
    private const int LeastOfName = 12;
    private const int MaxLines = 6;

    /// <summary>What stands before its cells where they are lines of their own.</summary>
    public string Label { get; init; } = new TextColumn(Head).Line;

    /// <summary>Text that may take several lines.</summary>
    public static ConsoleColumn Text(string head) => new(head, ColumnFit.Wrapped);

    /// <summary>Numbers, to the right and always whole.</summary>
    public static ConsoleColumn Number(string head) => new(head, ColumnFit.Right);

    /// <summary>Words that are always whole.</summary>
    public static ConsoleColumn Word(string head) => new(head, ColumnFit.Whole);

    /// <summary>Names that may be cut, as long as those that differ still do.</summary>
    public static ConsoleColumn Name(string head) => new(head, ColumnFit.Cut);

    /// <summary>The least room that it can do with.</summary>
    /// <param name="natural">The room of its widest cell.</param>
    internal int Least(int natural) => Fit switch
    {
        ColumnFit.Wrapped => Math.Min(natural, Math.Max(LeastOfText, natural / MaxLines)),
        ColumnFit.Cut => Math.Min(natural, LeastOfName),
        _ => natural,
    };
}

/// <summary>How the cells of a column stand, and what becomes of them where there is little room.</summary>
public enum ColumnFit
{
    /// <summary>To the left, in several lines if need be.</summary>
    Wrapped,

    /// <summary>To the left, cut if need be so that different ones still differ.</summary>
    Cut,

    /// <summary>To the left, in one line.</summary>
    Whole,

    /// <summary>To the right, in one line.</summary>
    Right,
}
