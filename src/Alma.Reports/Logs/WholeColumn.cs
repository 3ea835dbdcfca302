namespace Alma.Reports.Logs;

/// <summary>A column of whole numbers.</summary>
public sealed record WholeColumn(string Name, IReadOnlyList<long?> Values) : LogColumn(Name)
{
    public override int Count => Values.Count;

    public override object? this[int row] => Values[row];
}
