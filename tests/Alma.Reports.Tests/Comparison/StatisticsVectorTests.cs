using Alma.GeneratedRuns;
using Alma.Reports.Comparison;
using Alma.Reports.Plots;
using Alma.Reports.Summary;

namespace Alma.Reports.Tests.Comparison;

/// <summary>The cases that the script of pages is held to as well.</summary>
public sealed class StatisticsVectorTests : IDisposable
{
    private const double Slack = 1e-8;

    private static readonly StatisticsVectors vectors = StatisticsVectors.Read();
    private readonly MadeRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Fact]
    public void Interval_OfEveryCase_IsAsExpected() => Assert.All(vectors.Intervals, expected =>
    {
        var interval = MeanInterval.Of(expected.Values);

        Assert.Equal(expected.Mean, interval.Mean, Slack);
        Near(expected.Half, interval.HalfWidth);
    });

    [Fact]
    public void Paired_OfEveryCase_IsAsExpected() => Assert.All(vectors.Pairs, one =>
    {
        var compared = PairedComparison.Of(Group("a", one.First), Group("b", one.Second), RunMeasure.AverageError);

        Assert.Equal(one.Expected?.Pairs, compared?.Difference.Count);
        Near(one.Expected?.Mean, compared?.Difference.Mean);
        Near(one.Expected?.Half, compared?.Difference.HalfWidth);
        Near(one.Expected?.P, compared?.Probability);
    });

    [Fact]
    public void ParetoFront_OfEveryCase_IsAsExpected() => Assert.All(
        vectors.Fronts, one => Assert.Equal(one.Front, ParetoFront.Of([.. one.Points.Select(point => (point.Cost, point.Error))])));

    [Fact]
    public void Curve_OfEveryCase_IsAsExpected() => Assert.All(vectors.Curves, one =>
    {
        var group = new RunGroup("all", [.. one.Runs.Select(Run)]);

        var points = RunsPlot.Of(new Grouping([], [group])).Series[0].Points;

        Assert.Equal(one.Expected.Select(mean => (double)mean.Megabatch), points.Select(point => point.X));
        Assert.All(one.Expected.Zip(points), pair =>
        {
            Assert.Equal(pair.First.Mean, pair.Second.Y, Slack);
            Near(pair.First.Half, pair.Second.Half);
        });
    });

    private RunGroup Group(string recipe, IReadOnlyList<StatisticsVectors.SeedValue> values) =>
        new(recipe, [.. values.Select(value => runs.WithAverageError(recipe, value.Seed, value.Value))]);

    private RunSummary Run(IReadOnlyList<StatisticsVectors.CurvePoint> points)
    {
        var run = runs.WithAverageError("made/single", 0, 0.5);
        var megabatches = points.Select(point => run.Megabatches[0] with { Megabatch = point.Megabatch, Error = point.Error });
        return run with { Megabatches = [.. megabatches] };
    }

    private static void Near(double? expected, double? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } value) Assert.Equal(value, actual!.Value, Slack);
    }
}
