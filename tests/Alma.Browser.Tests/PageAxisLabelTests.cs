using System.Text.Json;
using Alma.GeneratedRuns;

namespace Alma.Browser.Tests;

/// <summary>What stands beside an axis is held against where it stands.</summary>
public sealed class PageAxisLabelTests(Chromium chromium, ReportFiles files) : IClassFixture<Chromium>, IClassFixture<ReportFiles>
{
    private const int ChartsOfEachKind = 20;

    private const string LabelsOfEveryChart =
        """
        () => JSON.stringify(Object.values(charts).flatMap((chart) => chart.plot.axes.map((axis, k) => ({
          chart: chart.name, axis: "xy"[k], ticks: (k ? chart.spec.y : chart.spec.x).ticks, splits: axis._splits, labels: axis._values,
        }))))
        """;

    // Draws a chart of two points, low to high on both axes, over and over.
    private const string LabelsOfRanges =
        """
        async (ranges) => {
          const drawn = [];
          const figure = make("figure", { class: "chart", id: "chart-probe" }, make("figcaption", {}, "probe"));
          document.body.append(figure);
          for (const { ticks, low, high, isLog } of ranges) {
            const axis = { label: "probe", name: "probe", ticks, isLog, show: String };
            drawChart("probe", { xs: [low, high], x: axis, y: axis, series: [{ label: "probe", colour: 0, values: [low, high] }] });
            await new Promise((done) => setTimeout(done)); // the plot is laid out after this script
            drawn.push(...charts.probe.plot.axes.map((axis, k) => ({ chart: `${low} to ${high}`, axis: "xy"[k], ticks, splits: axis._splits, labels: axis._values })));
          }
          return JSON.stringify(drawn);
        }
        """;

    [Fact]
    public async Task Labels_OfAReportsCharts_AreTheNumbersOfTheirPlaces()
    {
        await using var many = await chromium.OpenAsync(files.OfMany());
        await using var one = await chromium.OpenAsync(files.OfOne(new() { Recipe = "made/ensemble", MegabatchCount = 5, EpochCount = 3 }));

        Assert.All(
            [.. Read(await many.AskAsync<string>(LabelsOfEveryChart)), .. Read(await one.AskAsync<string>(LabelsOfEveryChart))],
            axis => axis.Check());
    }

    [Theory]
    [InlineData("percent", 1e-4, 1, false)]
    [InlineData("plain", 1e-5, 1e5, false)]
    [InlineData("count", 4, 1e9, false)]
    [InlineData("magnitude", 1, 1e19, false)]
    [InlineData("bytes", 1, 1e14, false)]
    [InlineData("duration", 0.01, 1e6, false)]
    [InlineData("magnitude", 1, 1e18, true)]
    [InlineData("bytes", 1, 1e14, true)]
    [InlineData("duration", 0.01, 1e6, true)]
    public async Task Labels_OfAnyRange_AreTheNumbersOfTheirPlaces(string ticks, double least, double most, bool isLog)
    {
        await using var report = await chromium.OpenAsync(files.OfMany());
        var random = new Random(12);
        double Draw() => least * Math.Pow(most / least, random.NextDouble());
        var ranges = Enumerable.Range(0, ChartsOfEachKind).Select(k =>
        {
            var low = k % 3 == 0 && !isLog ? 0 : Draw();
            return new { ticks, low, high = isLog ? low * (30 + Draw() / low % 1e6) : low + Math.Max(Draw(), low * 1e-3), isLog };
        });

        var drawn = Read(await report.Page.EvaluateAsync<string>(LabelsOfRanges, ranges.ToArray()));

        Assert.Equal(2 * ChartsOfEachKind, drawn.Length);
        Assert.All(drawn, axis => axis.Check());
        Assert.Empty(report.Complaints);
    }

    private static AxisLabels[] Read(string json) => JsonSerializer.Deserialize<AxisLabels[]>(json, JsonSerializerOptions.Web)!;

    /// <summary>The ticks of an axis: where each is, and what stands beside it; null or nothing where it has no label.</summary>
    private sealed record AxisLabels(string Chart, string Axis, string Ticks, double[] Splits, string?[] Labels)
    {
        public void Check()
        {
            List<(double Place, string Label)> shown = [.. Splits.Zip(Labels)
                .Where(pair => !string.IsNullOrEmpty(pair.Second))
                .Select(pair => (pair.First, pair.Second!))];
            var step = Splits.Length > 1 ? Splits[1] - Splits[0] : 1;
            Assert.True(shown.Count > 1, $"{this}: {shown.Count} labels");
            Assert.All(shown, tick =>
                Assert.True(Math.Abs(AxisLabel.Number(tick.Label) - tick.Place) <= 1e-4 * step, $"{this}: {tick.Label} at {tick.Place:R}"));
        }

        public override string ToString() => $"{Chart}, {Axis} axis, {Ticks}";
    }
}
