using System.Text.Json;

namespace Alma.GeneratedRuns;

/// <summary>
/// Cases with what statistics make of them, to 30 digits by the incomplete beta function and Pareto fronts by their definition: the library
/// and the script of pages are both held to them.
/// </summary>
public sealed record StatisticsVectors(
    IReadOnlyList<StatisticsVectors.IntervalCase> Intervals,
    IReadOnlyList<StatisticsVectors.PairCase> Pairs,
    IReadOnlyList<StatisticsVectors.FrontCase> Fronts,
    IReadOnlyList<StatisticsVectors.CurveCase> Curves)
{
    /// <summary>As it stands in the file.</summary>
    public static string Json { get; } = ReadJson();

    public static StatisticsVectors Read() => JsonSerializer.Deserialize<StatisticsVectors>(Json, JsonSerializerOptions.Web)!;

    private static string ReadJson()
    {
        using var stream = typeof(StatisticsVectors).Assembly.GetManifestResourceStream("statistics-vectors.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <param name="Half">Of the 95 % interval of the mean.</param>
    public sealed record IntervalCase(IReadOnlyList<double> Values, double Mean, double? Half);

    /// <param name="Expected">Null where the groups have no seed in common.</param>
    public sealed record PairCase(string Case, IReadOnlyList<SeedValue> First, IReadOnlyList<SeedValue> Second, Difference? Expected);

    public sealed record SeedValue(long Seed, double Value);

    public sealed record Difference(int Pairs, double Mean, double? Half, double? P);

    /// <param name="Front">Places of the points that no other beats, by ascending cost.</param>
    public sealed record FrontCase(IReadOnlyList<CostPoint> Points, IReadOnlyList<int> Front);

    public sealed record CostPoint(double Cost, double Error);

    /// <param name="Runs">Of one group.</param>
    /// <param name="Expected">Means after the megabatches that all runs have measured.</param>
    public sealed record CurveCase(IReadOnlyList<IReadOnlyList<CurvePoint>> Runs, IReadOnlyList<CurveMean> Expected);

    public sealed record CurvePoint(int Megabatch, double? Error);

    public sealed record CurveMean(int Megabatch, double Mean, double? Half);
}
