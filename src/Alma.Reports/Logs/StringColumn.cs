namespace Alma.Reports.Logs;

/// <summary>A column of text.</summary>
public sealed record StringColumn(string Name, IReadOnlyList<string?> Values) : LogColumn(Name)
{
    public override int Count => Values.Count;

    public override object? this[int row] => Values[row];
}
