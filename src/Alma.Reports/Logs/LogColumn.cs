namespace Alma.Reports.Logs;

/// <summary>A named column of a <see cref="LogTable"/>: of text, of whole numbers or of fractions.</summary>
public abstract record LogColumn(string Name)
{
    public abstract int Count { get; }

    /// <summary>The value in a row; null where there is none.</summary>
    public abstract object? this[int row] { get; }
}
