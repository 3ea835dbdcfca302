using Alma.GeneratedRuns;
using Alma.Reports.Plots;

namespace Alma.Reports.Tests.Plots;

/// <summary>What stands beside an axis is held against where it stands, for ranges of every size.</summary>
public sealed class AxisLabelTests
{
    private const int PlotsOfEachKind = 40;

    public static TheoryData<string> Names => [.. PlotMeasure.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Labels_OfAnyRange_AreTheNumbersOfTheirPlaces(string name)
    {
        var measure = PlotMeasure.Named(name)!;
        var random = new Random(12);
        for (var k = 0; k < PlotsOfEachKind; k++)
        {
            var low = k % 3 == 0
                ? 0
                : Least(measure.Numbers) * Math.Pow(measure.Numbers == NumberStyle.Count ? 1e2 : 1e6, random.NextDouble());
            Check(measure, low, low + Math.Max(Least(measure.Numbers), low) * (0.01 + 20 * random.NextDouble()), isLog: false);
        }
    }

    [Theory]
    [InlineData("compute")]
    [InlineData("memory")]
    [InlineData("seconds")]
    public void Labels_OfLogarithms_AreTheNumbersOfTheirPlaces(string name)
    {
        var random = new Random(12);
        for (var k = 0; k < PlotsOfEachKind; k++)
        {
            var low = Math.Pow(name == "seconds" ? 1e3 : 1e9, random.NextDouble());
            Check(PlotMeasure.Named(name)!, low, low * 31 * Math.Pow(1e5, random.NextDouble()), isLog: true);
        }
    }

    [Theory]
    [InlineData("Percent", new[] { 0.95, 0.975, 1 }, new[] { "95.0 %", "97.5 %", "100.0 %" })]
    [InlineData("Percent", new[] { 0, 0.1, 0.2, 0.30000000000000004 }, new[] { "0 %", "10 %", "20 %", "30 %" })]
    [InlineData("Plain", new[] { -0.25, -1e-18, 0.25 }, new[] { "-0.25", "0.00", "0.25" })]
    [InlineData("Magnitude", new[] { 0, 102.5e3, 999_999.9999999999, 1.25e6 }, new[] { "0", "102.5 k", "1 M", "1.25 M" })]
    [InlineData("Bytes", new[] { 0, 500.0, 1000 }, new[] { "0 B", "500 B", "1 kB" })]
    [InlineData("Duration", new[] { 0, 30, 90, 3600, 3606.5 }, new[] { "0 s", "30 s", "1 m 30 s", "1 h", "1 h 6.5 s" })]
    public void Labels_OfTicks_HaveNoMoreDigitsThanTheyNeed(string numbers, double[] ticks, string[] labels) =>
        Assert.Equal(labels, AxisLabels.Of(Enum.Parse<NumberStyle>(numbers), ticks));

    private static double Least(NumberStyle numbers) =>
        numbers switch { NumberStyle.Percent or NumberStyle.Plain => 1e-4, NumberStyle.Count => 4, _ => 1 };

    // Drawn, since ScottPlot places ticks by the room that there is.
    private static void Check(PlotMeasure measure, double low, double high, bool isLog)
    {
        PlotPoint[] points = [new(low, low), new(high, high)];
        var plot = PlotDrawing.Of(
            new RunsPlot(measure, measure, [new PlotSeries("made up", 0, points, points[0])], [points[0]], 0), new PlotFrame(800, 450));
        plot.RenderInMemory(800, 450);
        foreach (var (axis, isOfLogarithms) in new (ScottPlot.IAxis, bool)[] { (plot.Axes.Bottom, isLog), (plot.Axes.Left, false) })
        {
            var shown = axis.TickGenerator.Ticks.Where(tick => tick.IsMajor && tick.Label.Length > 0 && axis.Range.Contains(tick.Position))
                .ToList();
            var places = shown.ConvertAll(tick => isOfLogarithms ? Math.Pow(10, tick.Position) : tick.Position);
            var step = places.Count > 1 ? places[1] - places[0] : 0;
            Assert.True(shown.Count > 1, $"{measure.Name}, {low} to {high}: {shown.Count} labels");
            Assert.All(shown.Zip(places), tick => Assert.True(
                Math.Abs(AxisLabel.Number(tick.First.Label) - tick.Second) <= 1e-4 * step,
                $"{measure.Name}: {tick.First.Label} at {tick.Second:R}"));
        }
    }
}
