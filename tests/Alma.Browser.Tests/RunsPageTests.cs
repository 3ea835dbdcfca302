using System.Globalization;
using Alma.Reports;
using Alma.Reports.Comparison;
using Alma.Reports.Tables;
using Microsoft.Playwright;

namespace Alma.Browser.Tests;

public sealed class RunsPageTests(Chromium chromium, ReportFiles files) : IClassFixture<Chromium>, IClassFixture<ReportFiles>
{
    private const string AverageErrorOfRuns = "#holder-runs tbody td:nth-child(6)";

    [Fact]
    public async Task Page_OfSeveralRuns_DrawsEveryChartWithoutComplaintAndAsksForNothing()
    {
        await using var report = await chromium.OpenAsync(files.OfMany());

        Assert.Equal(3, await report.Find("figure.chart").CountAsync());
        Assert.Empty(await report.ChartsWithoutMarksAsync());
        Assert.Equal(
            ["made/ensemble (n = 3)", "made/growing (n = 3)", "made/single (n = 2)"],
            (await report.TextsAsync("#chart-error .legend button")).Order());
        Assert.Empty(report.Complaints);
        Assert.Empty(report.Requests);
    }

    [Fact]
    public async Task Runs_InPrint_HaveRoomForTheirNames()
    {
        await using var report = await chromium.OpenAsync(files.OfMany());

        await report.ShowAsync(ColorScheme.Light, Media.Print);

        Assert.InRange(
            await report.AskAsync<double>("() => document.querySelector('#holder-runs th[scope=row]').getBoundingClientRect().width"),
            150,
            400);
        Assert.Equal(
            "wide",
            await report.AskAsync<string>("() => getComputedStyle(document.querySelector('#holder-runs').closest('section')).page"));
    }

    [Fact]
    public async Task Groups_MadeInThePage_HaveTheStatisticsOfThisLibrary()
    {
        await using var report = await chromium.OpenAsync(files.OfMany());
        var grouping = Grouping.By([ConfigKeys.Recipe], files.Set.Complete);
        var best = grouping.Groups.MinBy(group => group.Mean(RunMeasure.AverageError)!.Mean)!;

        var groups = await report.TextsAsync("#holder-groups tbody tr");
        foreach (var group in grouping.Groups)
        {
            var mean = group.Mean(RunMeasure.AverageError)!;
            Assert.Contains(groups, row => row.StartsWith(
                $"{group.Label}\t{mean.Count}\t{Units.Percent(mean.Mean)} ± {Units.Percent(mean.HalfWidth)}\t", StringComparison.Ordinal));
        }

        var pairs = await report.TextsAsync("#holder-pairs tbody tr");
        foreach (var group in grouping.Groups.Where(group => group != best))
        {
            var difference = PairedComparison.Of(group, best, RunMeasure.AverageError)!;
            var (mean, half) = (100 * difference.Difference.Mean, 100 * difference.Difference.HalfWidth!.Value);
            var expected = string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Label}\t{difference.Difference.Count}\t+{mean:F2} ± "
                + $"{half:F2}\t{ComparisonText.Probability(difference.Probability)}\t"
                + $"{(difference.IsDecided ? "worse" : "not told apart")}\t");
            Assert.Contains(pairs, row => row.StartsWith(expected, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Probability_WhereZeroIsTheEndOfTheInterval_IsFivePercentForAnyNumberOfPairs()
    {
        await using var report = await chromium.OpenAsync(files.OfMany());

        var probabilities = await report.AskAsync<double[]>(
            """
            () => [2, 3, 4, 5, 6, 7, 8, 9].map((n) => {
              const { interval, paired } = statistics(JSON.parse(document.getElementById("data").textContent).quantiles);
              const values = Array.from({ length: n }, (_, k) => (k * k) % 7);
              const { mean, half } = interval(values);
              const group = (of) => ({ runs: values.map((value, k) => ({ seeds: `${k}`, x: of(value) })) });
              return paired(group((value) => value + half - mean), group(() => 0), (run) => run.x).p;
            })
            """);

        Assert.All(probabilities, probability => Assert.Equal(0.05, probability, 1e-6));
    }

    [Fact]
    public async Task Filter_OfWords_LeavesTheRunsThatHaveThemAll()
    {
        await using var report = await chromium.OpenAsync(files.OfMany());

        await report.Find("input[type=search]").FillAsync("growing seed=1");
        await report.HasAsync(1, "#holder-runs tbody tr");

        Assert.Contains("growing-1", await report.Find("#holder-runs tbody th").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(["made/growing (n = 1)"], await report.TextsAsync("#chart-error .legend button"));
        Assert.StartsWith("1 of 9 runs, 1 group", await report.Find(".counted").InnerTextAsync(), StringComparison.Ordinal);
        await report.Find("input[type=search]").FillAsync("no such run");
        await report.HasAsync(0, "#holder-runs tbody tr");
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Table_SortedTwiceByAColumn_GoesUpThenDownAndSaysSo()
    {
        await using var report = await chromium.OpenAsync(files.OfMany());
        var head = report.Find("#holder-runs th").Filter(new() { HasText = "average error" });

        await head.Locator("button").ClickAsync();
        var up = await report.TextsAsync(AverageErrorOfRuns);
        Assert.Equal("ascending", await head.GetAttributeAsync("aria-sort"));
        await head.Locator("button").ClickAsync();
        var down = await report.TextsAsync(AverageErrorOfRuns);

        Assert.Equal("descending", await head.GetAttributeAsync("aria-sort"));
        Assert.Equal(9, up.Length);
        Assert.Equal(up.OrderBy(Percent), up);
        Assert.Equal(up.Reverse(), down);
    }

    [Fact]
    public async Task Grouping_ByAnotherKey_IsDoneInThePage()
    {
        await using var report = await chromium.OpenAsync(files.OfMany());

        await report.Find("#controls label").Filter(new() { HasText = "recipe" }).Locator("input").UncheckAsync();
        Assert.Equal(["all runs (n = 8)"], await report.TextsAsync("#chart-error .legend button"));
        await report.Find("#controls label").Filter(new() { HasText = "clmodel.class_name" }).Locator("input").CheckAsync();

        Assert.Equal(
            ["class_name=Finetune (n = 2)", "class_name=Finetune_Grow (n = 3)", "class_name=KEnsemble (n = 3)"],
            (await report.TextsAsync("#chart-error .legend button")).Order());
        Assert.Empty(await report.ChartsWithoutMarksAsync());
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Run_InterruptedAndOpened_IsShownAsSuch()
    {
        await using var report = await chromium.OpenAsync(files.OfMany());
        Assert.Contains("1 of 9 runs is not finished", await report.Find("#short").InnerTextAsync(), StringComparison.Ordinal);
        Assert.False(await report.Find("#run").IsVisibleAsync());

        await report.Find("#holder-runs tbody tr").Filter(new() { HasText = "interrupted" }).Locator("a").ClickAsync();

        await report.Find("#chart-run-error canvas").WaitForAsync();
        Assert.Contains("interrupted, 2 of 4 megabatches", await report.Find("#run").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(await report.ChartsWithoutMarksAsync());
        Assert.Empty(report.Complaints);
    }

    [Fact]
    public async Task Dataset_Chosen_ShowsItsRunsAlone()
    {
        await using var report = await chromium.OpenAsync(files.OfTwoDatasets());
        Assert.Equal(["all runs (n = 2)"], await report.TextsAsync("#chart-error .legend button")); // of three: a seed was run again
        Assert.StartsWith("3 of 3 runs, 1 group", await report.Find(".counted").InnerTextAsync(), StringComparison.Ordinal);
        await report.HasAsync(3, "#holder-runs tbody tr");

        await report.Find("#dataset").SelectOptionAsync("Digits");

        Assert.Equal(["lr=0.1 (n = 1)", "lr=1 (n = 1)"], (await report.TextsAsync("#chart-error .legend button")).Order());
        await report.HasAsync(2, "#holder-runs tbody tr");
        Assert.Equal(["MNIST", "Digits"], await report.TextsAsync("#short h3"));
        Assert.Empty(report.Complaints);
    }

    private static double Percent(string text) => double.Parse(text.TrimEnd('%'), CultureInfo.InvariantCulture);
}
