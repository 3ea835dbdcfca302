namespace Alma.Runs.Metrics;

/// <summary>One number that a run measured: a line of <c>metrics.jsonl</c>.</summary>
/// <param name="Megabatch">Zero-based index of the megabatch.</param>
/// <param name="Split">One of <see cref="Splits"/>.</param>
/// <param name="Step">Iteration, epoch or megabatch: see <see cref="MetricNames"/>.</param>
/// <param name="Name">One of <see cref="MetricNames"/>.</param>
/// <param name="Value">The number, which may be NaN or infinite.</param>
public sealed record MetricRow(int Megabatch, string Split, long Step, string Name, double Value);

/// <summary>The values of <see cref="MetricRow.Split"/>: on which examples a number was measured, or that it is a cost.</summary>
public static class Splits
{
    public const string Train = "train";
    public const string Validation = "validation";
    public const string Test = "test";
    public const string Cost = "cost";

    public static IReadOnlyList<string> All { get; } = [Train, Validation, Test, Cost];
}
