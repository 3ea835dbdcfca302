using Alma.Reports.Comparison;
using Alma.Reports.Summary;

namespace Alma.Reports.Tests.Comparison;

/// <summary>Intervals and tests against numbers of scipy.stats (t.ppf, ttest_rel) and against those worked by hand.</summary>
public sealed class StatisticsTests : IDisposable
{
    private readonly MadeRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Theory]
    [InlineData(1, 12.706204736432095)]
    [InlineData(2, 4.302652729911275)]
    [InlineData(9, 2.2621571627409915)]
    [InlineData(29, 2.045229642132703)]
    public void Quantile_OfStudentsDistribution_IsThatOfScipy(int freedom, double expected) =>
        Assert.Equal(expected, MeanInterval.Quantile(freedom), 1e-8);

    [Fact]
    public void Interval_OfFourValues_IsMeanAndTimesStandardError()
    {
        var interval = MeanInterval.Of([1, 2, 3, 4]);

        // s = sqrt(5/3), t(3) = 3.182446305284263: t s / sqrt(4)
        Assert.Equal((4, 2.5), (interval.Count, interval.Mean));
        Assert.Equal(2.0542602567605206, interval.HalfWidth!.Value, 1e-8);
        Assert.Equal(2.5 - 2.0542602567605206, interval.Low!.Value, 1e-8);
        Assert.Equal(2.5 + 2.0542602567605206, interval.High!.Value, 1e-8);
    }

    [Fact]
    public void Interval_OfOneValue_SaysNothingOfHowItVaries() => Assert.Equal(new MeanInterval(1, 7, null), MeanInterval.Of([7]));

    [Fact]
    public void Interval_OfNothing_IsRefused() => Assert.Throws<ArgumentException>(() => MeanInterval.Of([]));

    [Fact]
    public void Paired_OverCommonSeeds_IsStudentsTestOfTheDifferences()
    {
        // Differences 0.5, 0.7, 0.6: mean 0.6, s = 0.1, t = 6 sqrt(3), and with two degrees of freedom p = 1 - t / sqrt(2 + t²).
        var first = new RunGroup("a", [Run("a", 1, 1.5), Run("a", 2, 1.9), Run("a", 3, 1.3), Run("a", 9, 100)]);
        var second = new RunGroup("b", [Run("b", 3, 0.7), Run("b", 1, 1.0), Run("b", 2, 1.2)]);

        var compared = PairedComparison.Of(first, second, RunMeasure.AverageError)!;

        Assert.Equal(3, compared.Difference.Count);
        Assert.Equal(0.6, compared.Difference.Mean, 1e-12);
        Assert.Equal(4.302652729911275 * 0.1 / Math.Sqrt(3), compared.Difference.HalfWidth!.Value, 1e-8);
        Assert.Equal(1 - Math.Sqrt(108.0 / 110), compared.Probability!.Value, 1e-8);
        Assert.True(compared.IsDecided);
    }

    [Fact]
    public void Paired_WithSeveralRunsOfASeed_TakesTheirMean()
    {
        var first = new RunGroup("a", [Run("a", 1, 1), Run("a", 1, 3)]);
        var second = new RunGroup("b", [Run("b", 1, 1.5)]);

        var compared = PairedComparison.Of(first, second, RunMeasure.AverageError)!;

        Assert.Equal(new MeanInterval(1, 0.5, null), compared.Difference);
        Assert.Null(compared.Probability);
        Assert.False(compared.IsDecided);
    }

    [Fact]
    public void Paired_WithoutCommonSeeds_IsNothing() =>
        Assert.Null(PairedComparison.Of(new RunGroup("a", [Run("a", 1, 1)]), new RunGroup("b", [Run("b", 2, 1)]), RunMeasure.AverageError));

    [Fact]
    public void Paired_WithoutAnyDifference_IsNotDecided()
    {
        var group = new RunGroup("a", [Run("a", 1, 1), Run("a", 2, 2)]);

        var compared = PairedComparison.Of(group, group, RunMeasure.AverageError)!;

        Assert.Equal(1, compared.Probability);
        Assert.False(compared.IsDecided);
    }

    [Fact]
    public void ParetoFront_OfPoints_HasThoseThatNoOtherBeats()
    {
        (double, double)[] points = [(3, 1), (1, 5), (2, 5), (2, 3), (4, 1), (1, 5), (5, 0.5), (6, double.NaN)];

        Assert.Equal([1, 5, 3, 0, 6], ParetoFront.Of(points));
    }

    private RunSummary Run(string recipe, long seed, double error) => runs.WithAverageError(recipe, seed, error);
}
