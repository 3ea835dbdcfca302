namespace Alma.Runs.Metrics;

/// <summary>The values of <see cref="MetricRow.Split"/>: on which examples a number was measured, or that it is a cost.</summary>
public static class Splits
{
    public const string Train = "train";
    public const string Validation = "validation";
    public const string Test = "test";
    public const string Cost = "cost";

    public static IReadOnlyList<string> All { get; } = [Train, Validation, Test, Cost];
}
