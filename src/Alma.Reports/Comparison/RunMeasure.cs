using Alma.Reports.Summary;

namespace Alma.Reports.Comparison;

/// <summary>A number that stands for a whole run. Less is better, of each of them.</summary>
/// <param name="Name">As users type it.</param>
/// <param name="Title">As reports print it.</param>
/// <param name="Of">Its value; null where the run did not measure it.</param>
/// <param name="Show">The value as people read it.</param>
public sealed record RunMeasure(string Name, string Title, Func<RunSummary, double?> Of, Func<double?, string> Show)
{
    public static RunMeasure AverageError { get; } = new("average_error", "average error", run => run.Last?.AverageError, Units.Percent);

    public static RunMeasure Error { get; } = new("error", "error at the end", run => run.Last?.Error, Units.Percent);

    public static RunMeasure CumulativeError { get; } = new("cumulative_error", "cumulative error", run => run.Last?.CumulativeError, Units.Plain);

    public static RunMeasure MultiplyAdds { get; } = new("multiply_adds", "multiply-adds", run => run.Last?.CumulativeMultiplyAdds, Units.Magnitude);

    public static RunMeasure Parameters { get; } = new("parameters", "parameters", run => run.Last?.Parameters, value => Units.Count((long?)value));

    public static RunMeasure BytesToPredict { get; } = new("bytes_to_predict", "memory to predict", run => run.Last?.BytesToPredict, Units.Bytes);

    public static RunMeasure PeakMemory { get; } = new("peak_memory", "peak memory", run => run.PeakResidentBytes, Units.Bytes);

    public static RunMeasure Seconds { get; } = new("seconds", "time", run => run.Seconds, Units.Duration);

    public static IReadOnlyList<RunMeasure> All { get; } =
        [AverageError, Error, CumulativeError, MultiplyAdds, Parameters, BytesToPredict, PeakMemory, Seconds];
}
