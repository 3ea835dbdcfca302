using Alma.Keeping.Drift;

namespace Alma.Keeping.Tests.Drift;

public sealed class ChangeMeasureTests
{
    // Computed in Python by the formulas: PSI, and Pearson's statistic of the table with 3 degrees of freedom.
    [Fact]
    public void Test_OfCounts_GivesTheIndexAndTheProbability()
    {
        var (index, probability) = DistributionChange.Test([100, 200, 300, 400], [30, 40, 50, 80], isOrdered: true)!.Value;

        Assert.Equal(0.029389333245, index, 1e-9);
        Assert.Equal(0.152750862978, probability, 1e-9);
    }

    [Theory]
    [InlineData(new int[0], new int[0])]
    [InlineData(new[] { 10, 20 }, new[] { 0, 0 })]
    [InlineData(new[] { 500, 0, 0 }, new[] { 100 })]
    [InlineData(new[] { 3, 3 }, new[] { 3, 3 })] // too few for two bins
    public void Test_OfNothingToCompare_IsNone(int[] reference, int[] arriving) =>
        Assert.Null(DistributionChange.Test(reference, arriving, isOrdered: false));

    [Fact]
    public void Test_OfRareBins_JoinsThem()
    {
        int[] reference = [1000, 1000, .. Enumerable.Repeat(2, 100)];
        int[] arriving = [100, 100, .. Enumerable.Range(0, 100).Select(k => k % 20 == 0 ? 4 : 0)];

        var (_, probability) = DistributionChange.Test(reference, arriving, isOrdered: false)!.Value;

        Assert.InRange(probability, 0.01, 1); // each rare bin by itself would seem a change beyond doubt
    }

    [Fact]
    public void Test_OfABinThatIsEmptyNow_IsFinite()
    {
        var (index, probability) = DistributionChange.Test([500, 500], [400, 0], isOrdered: true)!.Value;

        Assert.True(double.IsFinite(index) && index > 1);
        Assert.InRange(probability, 0, 1e-50);
    }

    [Theory]
    [InlineData(10, 100, 30, 100, 0.000203, 1e-6)] // the score test: z = 3.535534
    [InlineData(30, 100, 10, 100, 0.999796, 1e-6)]
    [InlineData(0, 50, 3, 50, 0.121212, 1e-6)] // Fisher's: 50 * 49 * 48 / (100 * 99 * 98)
    public void Test_OfShares_IsTheProbabilityOfAnIncrease(
        int referenceHits, int referenceCount, int hits, int count, double expected, double tolerance) =>
        Assert.Equal(expected, ShareIncrease.Test(referenceHits, referenceCount, hits, count)!.Value, tolerance);

    [Theory]
    [InlineData(0, 100, 0, 100)]
    [InlineData(100, 100, 100, 100)]
    [InlineData(0, 0, 5, 10)]
    public void Test_OfSharesThatSayNothing_IsNone(int referenceHits, int referenceCount, int hits, int count) =>
        Assert.Null(ShareIncrease.Test(referenceHits, referenceCount, hits, count));

    [Fact]
    public void Edges_OfValues_PutATenthIntoEachBin()
    {
        var edges = FeatureBins.Edges(Enumerable.Range(0, 1000).Select(k => (double)k).Append(double.NaN));

        Assert.Equal(9, edges.Count);
        Assert.All(
            Enumerable.Range(0, 1000).CountBy(k => FeatureBins.BinOf(edges, k)), bin => Assert.InRange(bin.Value, 99, 101));
        Assert.Empty(FeatureBins.Edges([5, 5, 5]));
        Assert.Empty(FeatureBins.Edges([double.NaN]));
        Assert.Equal([0], FeatureBins.Edges([0, 0, 0, 0, 0, 0, 0, 1, 1, 1])); // what is of two values has two bins
    }

    [Fact]
    public void Known_OfTablesWhoseRowsRepeat_CountsWhatWouldRepeatAnyway()
    {
        var random = new Random(5);
        ulong[] Drawn(int count, int different) => [.. Enumerable.Range(0, count).Select(_ => (ulong)random.Next(different)).Order()];

        var usual = KnownExamples.Of([Drawn(300, 400), Drawn(300, 400)], Drawn(300, 400));
        var again = KnownExamples.Of([Drawn(300, 1_000_000)], Drawn(300, 1_000_000));

        Assert.InRange(usual.Share, 0.6, 0.95);
        Assert.InRange(usual.Probability!.Value, 0.001, 1);
        Assert.Equal(0, again.Share);
        Assert.Null(again.Probability);
    }
}
