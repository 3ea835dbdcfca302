using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
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

    public static string Of(IReadOnlyList<ComparedRuns> sets) => JsonSerializer.Serialize(
        new
        {
            MeanInterval.Confidence,
            Datasets = sets.Select(compared =>
                new { compared.Dataset, compared.GroupBy, FrontError = compared.FrontError.Name, compared.Reference }),
            Groups = sets.SelectMany(compared => compared.Groups.Select(group => Group(compared, group))),
            Pairs = sets.SelectMany(compared => compared.Pairs.Select(pair => Pair(compared, pair))),
            Runs = sets.SelectMany(Runs),
            sets[0].Set.Problems,
        },
        options) + "\n";

    // A run that is in no group is not finished, or its config and seed were run again later.
    private static IEnumerable<object> Runs(ComparedRuns compared)
    {
        var grouped = compared.Groups.SelectMany(group => group.Runs.Runs.Select(run => (Run: run, group.Label))).ToList();
        var others = compared.Set.Runs.Except(grouped.Select(pair => pair.Run), ReferenceEqualityComparer.Instance).Cast<RunSummary>();
        return [.. grouped.Select(pair => Run(pair.Run, pair.Label)), .. others.Select(run => Run(run, null))];
    }

    private static object Group(ComparedRuns compared, ComparedGroup group) => new
    {
        compared.Dataset,
        Group = group.Label,
        Runs = group.Runs.Runs.Count,
        Means = RunMeasure.All.ToDictionary(measure => measure.Name, measure => Interval(group.Runs.Mean(measure))),
        group.IsOnComputeFront,
        group.IsOnMemoryFront,
        Config = compared.Differing.ToDictionary(key => key, group.Values),
    };

    private static object Pair(ComparedRuns compared, ComparedPair pair) => new
    {
        compared.Dataset,
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
        run.Dataset,
        State = run.State.ToString().ToLowerInvariant(),
        run.Manifest.Recipe,
        Group = group,
        run.Manifest.Seed,
        run.Manifest.MegabatchesDone,
        run.Manifest.MegabatchesTotal,
        Measures = RunMeasure.All.ToDictionary(measure => measure.Name, measure => measure.Of(run)),
    };
}

/// <summary>JSON has no infinite numbers and none that is not a number.</summary>
internal sealed class FiniteNumbers : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }
}
