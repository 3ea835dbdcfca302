namespace Alma.Reports.Logs;

/// <summary>A column of fractions.</summary>
public sealed record NumberColumn(string Name, IReadOnlyList<double?> Values) : LogColumn(Name)
{
    public override int Count => Values.Count;

    public override object? this[int row] => Values[row];
}
