using Alma.Runs.Metrics;

namespace Alma.Runs.Tests.Metrics;

public sealed class IterationThinningTests
{
    [Fact]
    public void Keep_IterationsFromOne_KeepsTheFirstOfEachBlockAtItsStart()
    {
        var thinning = new IterationThinning(3);

        var kept = Enumerable.Range(1, 7).Select(step => thinning.Thin(Train(0, step, step))).OfType<MetricRow>();

        Assert.Equal([Train(0, 0, 1), Train(0, 3, 3), Train(0, 6, 6)], kept);
    }

    [Fact]
    public void Keep_NextMegabatch_BeginsAgain()
    {
        var thinning = new IterationThinning(10);
        thinning.Thin(Train(0, 0, 0.5));

        Assert.NotNull(thinning.Thin(Train(1, 0, 0.5)));
    }

    [Theory]
    [InlineData(Splits.Train, MetricNames.EpochLoss)]
    [InlineData(Splits.Validation, MetricNames.Loss)]
    [InlineData(Splits.Test, MetricNames.Accuracy)]
    public void Keep_RowThatIsNotOfAnIteration_PassesUnchanged(string split, string name)
    {
        var row = new MetricRow(0, split, 7, name, 1);

        Assert.Same(row, new IterationThinning(5).Thin(row));
    }

    [Fact]
    public void Constructor_ModuloZero_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new IterationThinning(0));

    private static MetricRow Train(int megabatch, long step, double value) => new(megabatch, Splits.Train, step, MetricNames.Loss, value);
}
