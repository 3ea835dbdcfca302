using Alma.Reports.Comparison;
using Alma.Reports.Tables;
using Alma.Reports.Tests.Comparison;
using Alma.Runs;

namespace Alma.Reports.Tests;

public sealed class ComparisonTableTests(ThreeRecipes three) : IClassFixture<ThreeRecipes>
{
    [Fact]
    public void Of_ThreeRecipesInAPipe_HasOneLineForEachRow() => Assert.Equal("", Rendering.Show(ComparisonTable.Of(three.Compared), width: 10_000));

    [Fact]
    public void Of_ThreeRecipesOnANarrowTerminal_HasIntervalsBelowMeans() => Assert.Equal("", Rendering.Show(ComparisonTable.Of(three.Compared)));

    [Fact]
    public void Of_OneGroup_SaysThatThereIsNothingToCompareItWith()
    {
        var compared = ComparedRuns.Of(three.Set, []);

        Assert.EndsWith("There is one group only: nothing to compare it with.", Rendering.Show(ComparisonTable.Of(compared)), StringComparison.Ordinal);
        Assert.StartsWith("7 of 8 runs, those that are finished, in one group\n", Rendering.Show(ComparisonTable.Of(compared)), StringComparison.Ordinal);
    }

    [Fact]
    public void Compared_AgainstAGroup_TakesThat()
    {
        var compared = ComparedRuns.Of(three.Set, [ConfigKeys.Recipe], "made/single");

        Assert.Equal("made/single", compared.Reference);
        Assert.Equal("better", compared.Pairs.Single(pair => pair.Group == "made/growing" && pair.Measure == RunMeasure.AverageError).Verdict);
        var fault = Assert.Throws<RunFolderException>(() => ComparedRuns.Of(three.Set, [ConfigKeys.Recipe], "single"));
        Assert.Equal("--against single: there is no such group. Groups: made/growing; made/ensemble; made/single.", fault.Message);
    }

    [Fact]
    public void Compared_BeforeAnyRunIsFinished_IsRefused() =>
        Assert.Equal(
            "The run is not finished: there is nothing to compare yet.",
            Assert.Throws<RunFolderException>(() => ComparedRuns.Of(new RunSet([three.Set.Runs[7]], []), [])).Message);

    [Theory]
    [InlineData(null, "-")]
    [InlineData(1.0, "1.000")]
    [InlineData(0.0423, "0.042")]
    [InlineData(0.00423, "0.0042")]
    [InlineData(0.000423, "0.00042")]
    [InlineData(1e-9, "< 0.0001")]
    public void Probability_OfAnySize_HasTwoDigitsOrSo(double? probability, string text) => Assert.Equal(text, ComparisonText.Probability(probability));
}
