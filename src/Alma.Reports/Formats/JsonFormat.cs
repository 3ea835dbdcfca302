using System.Text.Encodings.Web;
using System.Text.Json;
using Alma.Reports.Comparison;
using Alma.Reports.Summary;

namespace Alma.Reports.Formats;

/// <summary>A comparison and its runs as JSON, with full precision; a number that is missing or infinite is null.</summary>
public static class JsonFormat
{
    private static readonly JsonSerializerOptions options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is no part of a page
        Converters = { new FiniteNumbers() },
    };

    public static string Of(ComparedRuns compared) => JsonSerializer.Serialize(
        new
        {
            compared.GroupBy,
            MeanInterval.Confidence,
            FrontError = compared.FrontError.Name,
            compared.Reference,
            Groups = compared.Groups.Select(group => Group(compared, group)),
            Pairs = compared.Pairs.Select(Pair),
            Runs = compared.Groups.SelectMany(group => group.Runs.Runs.Select(run => Run(run, group.Label))).Concat(compared.Set.Runs.Where(run => !run.IsComplete).Select(run => Run(run, null))),
            compared.Set.Problems,
        },
        options) + "\n";

    private static object Group(ComparedRuns compared, ComparedGroup group) => new
    {
        Group = group.Label,
        Runs = group.Runs.Runs.Count,
        Means = RunMeasure.All.ToDictionary(measure => measure.Name, measure => Interval(group.Runs.Mean(measure))),
        group.IsOnComputeFront,
        group.IsOnMemoryFront,
        Config = compared.Differing.ToDictionary(key => key, group.Values),
    };

    private static object Pair(ComparedPair pair) => new
    {
        pair.Group,
        pair.Reference,
        Measure = pair.Measure.Name,
        Difference = Interval(pair.Difference?.Difference),
        P = pair.Difference?.Probability,
        pair.Verdict,
    };

    private static object? Interval(MeanInterval? mean) => mean is null ? null : new { mean.Count, mean.Mean, mean.HalfWidth };

    private static object Run(RunSummary run, string? group) => new
    {
        run.Path,
        State = run.State.ToString().ToLowerInvariant(),
        run.Manifest.Recipe,
        Group = group,
        run.Manifest.Seed,
        run.Manifest.MegabatchesDone,
        run.Manifest.MegabatchesTotal,
        Measures = RunMeasure.All.ToDictionary(measure => measure.Name, measure => measure.Of(run)),
    };
}
