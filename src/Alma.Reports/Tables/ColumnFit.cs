namespace Alma.Reports.Tables;

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
