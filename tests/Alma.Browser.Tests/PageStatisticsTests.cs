using System.Text.Json;
using Alma.GeneratedRuns;

namespace Alma.Browser.Tests;

/// <summary>The statistics of the page's script, in the cases that those of the library are held to.</summary>
public sealed class PageStatisticsTests(Chromium chromium, ReportFiles files) : IClassFixture<Chromium>, IClassFixture<ReportFiles>
{
    // The page has factors of intervals with six digits.
    private const double Slack = 1e-5;

    private const string AnswerEvery =
        """
        (json) => {
          const { intervals, pairs, fronts, curves } = JSON.parse(json);
          const { interval, paired, front } = statistics(JSON.parse(document.getElementById("data").textContent).quantiles);
          const group = (list) => ({ runs: list.map(({ seed, value }) => ({ seeds: `seed=${seed}`, value })) });
          const shown = (run) => ({ at: run.map((point) => point.megabatch), errors: run.map((point) => point.error) });
          const mean = ([megabatch, one]) => ({ megabatch, mean: one.mean, half: one.half });
          const curve = (runs) => [...groupCurve({ interval }, { runs: runs.map(shown) })].map(mean);
          const difference = (one) => one && { pairs: one.n, mean: one.mean, half: one.half, p: one.p };
          return JSON.stringify({
            intervals: intervals.map(({ values }) => ({ values, ...interval(values) })),
            pairs: pairs.map((one) => ({ ...one, expected: difference(paired(group(one.first), group(one.second), (run) => run.value)) })),
            fronts: fronts.map(({ points }) => ({ points, front: front(points.map(({ cost, error }) => ({ x: cost, y: error }))) })),
            curves: curves.map(({ runs }) => ({ runs, expected: curve(runs) })),
          });
        }
        """;

    [Fact]
    public async Task Script_OfEveryCase_AnswersAsExpected()
    {
        await using var report = await chromium.OpenAsync(files.OfMany());
        var expected = StatisticsVectors.Read();

        var json = await report.Page.EvaluateAsync<string>(AnswerEvery, StatisticsVectors.Json);
        var answered = JsonSerializer.Deserialize<StatisticsVectors>(json, JsonSerializerOptions.Web)!;

        Assert.Equal(expected.Intervals.Count, answered.Intervals.Count);
        Assert.Equal(expected.Pairs.Select(one => one.Case), answered.Pairs.Select(one => one.Case));
        Assert.All(expected.Intervals.Zip(answered.Intervals), pair => Near(Numbers(pair.First), Numbers(pair.Second)));
        Assert.All(expected.Pairs.Zip(answered.Pairs), pair => Near(Numbers(pair.First.Expected), Numbers(pair.Second.Expected)));
        Assert.All(expected.Fronts.Zip(answered.Fronts), pair => Assert.Equal(pair.First.Front, pair.Second.Front));
        Assert.All(expected.Curves.Zip(answered.Curves), pair => Near(Numbers(pair.First.Expected), Numbers(pair.Second.Expected)));
        Assert.Empty(report.Complaints);
    }

    private static double?[] Numbers(StatisticsVectors.IntervalCase one) => [one.Mean, one.Half];

    private static double?[] Numbers(StatisticsVectors.Difference? one) => one is null ? [] : [one.Pairs, one.Mean, one.Half, one.P];

    private static double?[] Numbers(IReadOnlyList<StatisticsVectors.CurveMean> means) =>
        [.. means.SelectMany(mean => (double?[])[mean.Megabatch, mean.Mean, mean.Half])];

    private static void Near(double?[] expected, double?[] actual)
    {
        Assert.Equal(expected.Select(value => value is null), actual.Select(value => value is null));
        foreach (var (one, other) in expected.Zip(actual))
            if (one is { } value) Assert.Equal(value, other!.Value, Slack * Math.Max(1, Math.Abs(value)));
    }
}
