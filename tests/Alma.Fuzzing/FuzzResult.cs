using System.Globalization;

namespace Alma.Fuzzing;

/// <summary>What came of a parser's damaged inputs: a row of the table.</summary>
/// <param name="Slowest">The least of several times that the slowest input took.</param>
/// <param name="SlowestInput">Its number.</param>
/// <param name="MostAllocated">Bytes that one input made the parser allocate, at once or one after the other.</param>
/// <param name="Growth">Bytes by which the whole process, native memory included, was larger than before at its largest.</param>
/// <param name="Failure">What the first input that failed did, or null.</param>
internal sealed record FuzzResult(
    string Parser, long Inputs, long Accepted, long Refused, TimeSpan Slowest, int SlowestInput, long MostAllocated, long Growth,
    TimeSpan Took, string? Failure)
{
    public static string Header { get; } =
        $"{"parser",-14}{"inputs",10}{"accepted",10}{"refused",10}{"failed",8}{"slowest ms",12}{"input",9}"
        + $"{"largest MiB",13}{"growth MiB",13}{"seconds",9}";

    public string Row => string.Create(
        CultureInfo.InvariantCulture,
        $"{Parser,-14}{Inputs,10}{Accepted,10}{Refused - FailedCount,10}{FailedCount,8}{Slowest.TotalMilliseconds,12:F1}{SlowestInput,9}"
        + $"{MostAllocated / 1048576.0,13:F1}{Growth / 1048576.0,13:F0}{Took.TotalSeconds,9:F0}");

    private int FailedCount => Failure is null ? 0 : 1;
}
