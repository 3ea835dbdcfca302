namespace Alma.Reports.Logs;

/// <summary>A named column of a <see cref="LogTable"/>: of text, of whole numbers or of fractions.</summary>
public abstract record LogColumn(string Name)
{
    public abstract int Count { get; }

    /// <summary>The value in a row; null where there is none.</summary>
    public abstract object? this[int row] { get; }
}

/// <summary>A column of fractions.</summary>
public sealed record NumberColumn(string Name, IReadOnlyList<double?> Values) : LogColumn(Name)
{
    public override int Count => Values.Count;

    public override object? this[int row] => Values[row];
}

/// <summary>A column of whole numbers.</summary>
public sealed record WholeColumn(string Name, IReadOnlyList<long?> Values) : LogColumn(Name)
{
    public override int Count => Values.Count;

    public override object? this[int row] => Values[row];
}

/// <summary>A column of text.</summary>
public sealed record StringColumn(string Name, IReadOnlyList<string?> Values) : LogColumn(Name)
{
    public override int Count => Values.Count;

    public override object? this[int row] => Values[row];
}
