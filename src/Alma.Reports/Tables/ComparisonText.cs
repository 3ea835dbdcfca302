using System.Globalization;
using Alma.Reports.Comparison;

namespace Alma.Reports.Tables;

/// <summary>The tables of a comparison, as text: its groups, which is better, and where the configs differ.</summary>
public static class ComparisonText
{
    private const int MaxGroupsBeside = 6;
    private const int MaxValues = 6;
    private static readonly RunMeasure[] costs = [RunMeasure.MultiplyAdds, RunMeasure.Parameters, RunMeasure.BytesToPredict];

    /// <summary>What is compared, in one line: <c>MNIST: 6 runs, grouped by replay</c>.</summary>
    public static string Summary(ComparedRuns compared)
    {
        var (count, finished) = (compared.Set.Runs.Count, compared.Set.Complete.Count);
        var runs = (count, finished) switch
        {
            (1, 1) => "1 run",
            _ when count == finished => $"{count} runs",
            _ => $"{finished} of {count} runs, those that are finished",
        };
        var repeated = compared.Repeated == 0 ? "" : $" ({compared.Repeated} left out, whose config and seed were run again later)";
        var grouped = compared.GroupBy.Count == 0 ? "in one group" : $"grouped by {string.Join(", ", compared.GroupBy)}";
        return OneLine($"{compared.Dataset}: {runs}{repeated}, {grouped}");
    }

    /// <summary>What is compared in several data sets, in one line.</summary>
    public static string Summary(IReadOnlyList<ComparedRuns> sets) => string.Join("; ", sets.Select(Summary));

    public static IReadOnlyList<TextTable> Of(ComparedRuns compared) => [Groups(compared), .. Pairs(compared), .. Configs(compared)];

    /// <summary>The probability of a paired test: three digits, but none below 0.0001.</summary>
    public static string Probability(double? probability) => probability switch
    {
        null => Units.Missing,
        < 0.0001 => "< 0.0001",
        { } value => value.ToString(value < 0.001 ? "F5" : value < 0.01 ? "F4" : "F3", CultureInfo.InvariantCulture),
    };

    private static TextTable Groups(ComparedRuns compared) => new(
        "Means over the runs of each group, with 95 % intervals; Pareto front: "
        + $"no group beats it in {compared.FrontError.Title} and compute, or in that and memory",
        [
            new("group"), new("runs", true), Percents(RunMeasure.AverageError), Percents(RunMeasure.Error),
            Column(RunMeasure.CumulativeError),
            .. costs.Select(Column), new("Pareto\nfront"),
        ],
        [.. compared.Groups.Select(Row)],
        SplitAt: 5);

    private static TextColumn Column(RunMeasure measure) => TextColumn.Number(measure.Title);

    private static TextColumn Percents(RunMeasure measure) => TextColumn.Number($"{measure.Title}, %");

    private static string[] Row(ComparedGroup group) =>
    [
        OneLine(group.Label),
        Units.Count(group.Runs.Runs.Count),
        Percent(group.Runs.Mean(RunMeasure.AverageError)),
        Percent(group.Runs.Mean(RunMeasure.Error)),
        WithInterval(group.Runs.Mean(RunMeasure.CumulativeError), "F4"),
        .. costs.Select(cost => cost.Format(group.Runs.Mean(cost)?.Mean)),
        group.Front,
    ];

    private static IEnumerable<TextTable> Pairs(ComparedRuns compared)
    {
        if (compared.Pairs.Count == 0) yield break;
        yield return new TextTable(
            $"Against {OneLine(compared.Reference)}, seed by seed: mean difference with its 95 % interval, more is worse; "
            + "p is that of Student's paired test",
            [new("error"), new("group"), new("pairs", true), new("difference,\npoints", true), new("p", true), new("verdict")],
            [.. compared.Pairs.Select(Row)]);
    }

    private static string[] Row(ComparedPair pair) =>
    [
        pair.Measure == RunMeasure.Error ? "at the end" : "average",
        OneLine(pair.Group),
        Units.Count(pair.Difference?.Difference.Count ?? 0),
        Percent(pair.Difference?.Difference, "+0.00;-0.00;0.00"),
        Probability(pair.Difference?.Probability),
        pair.Verdict,
    ];

    private static IEnumerable<TextTable> Configs(ComparedRuns compared)
    {
        if (compared.Differing.Count == 0) yield break;
        var isBeside = compared.Groups.Count is > 1 and <= MaxGroupsBeside;
        List<(string Name, Func<string, IEnumerable<string>> Values)> columns = isBeside
            ? [.. compared.Groups.Select(group => (OneLine(group.Label), (Func<string, IEnumerable<string>>)group.Values))]
            : [("values", key => compared.Groups.SelectMany(group => group.Values(key)).Distinct())];
        yield return new TextTable(
            "Where the configs differ; a dash where a config lacks the key",
            [new("key"), .. columns.Select(column => new TextColumn(column.Name))],
            [.. compared.Differing.Select(key => (string[])[OneLine(key), .. columns.Select(column => Brief([.. column.Values(key)]))])]);
    }

    private static string Brief(List<string> values) =>
        string.Join(" | ", values.Take(MaxValues).Select(OneLine)) + (values.Count > MaxValues ? $" | ... ({values.Count})" : "");

    private static string Percent(MeanInterval? mean, string format = "F2") =>
        WithInterval(mean is null ? null : mean with { Mean = 100 * mean.Mean, HalfWidth = 100 * mean.HalfWidth }, format, "F2");

    private static string WithInterval(MeanInterval? mean, string format, string? formatOfHalf = null) => mean switch
    {
        null => Units.Missing,
        { HalfWidth: { } half } => string.Create(
            CultureInfo.InvariantCulture,
            $"{mean.Mean.ToString(format, CultureInfo.InvariantCulture)} ± "
            + $"{half.ToString(formatOfHalf ?? format, CultureInfo.InvariantCulture)}"),
        _ => mean.Mean.ToString(format, CultureInfo.InvariantCulture),
    };

    // Names come from configs, which may hold anything.
    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
