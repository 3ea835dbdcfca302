using Alma.Reports.Comparison;
using Alma.Reports.Tables;
using Alma.Reports.Tests.Comparison;
using Alma.Runs;

namespace Alma.Reports.Tests;

public sealed class ComparisonTableTests(ThreeRecipes three) : IClassFixture<ThreeRecipes>
{
    [Fact]
    public void Of_ThreeRecipesInAPipe_HasOneLineForEachRow() => Assert.Equal(
        """
        MNIST: 7 of 8 runs, those that are finished, grouped by recipe

        Means over the runs of each group, with 95 % intervals; Pareto front: no group beats it in cumulative error and compute, or in that and memory:

          group          runs      average     error at       cumulative  multiply-  parameters  memory to  Pareto
                                  error, %   the end, %            error       adds                predict  front
        ───────────────────────────────────────────────────────────────────────────────────────────────────────────
          made/growing      3  3.87 ± 2.01  3.87 ± 2.01  0.0773 ± 0.0402     3.00 T     100,000     400 kB  both
          made/ensemble     1         5.00         5.00           0.1000     4.00 T     165,150     661 kB
          made/single       3  6.00 ± 2.48  6.00 ± 2.48  0.1200 ± 0.0497     1.00 T      55,050     220 kB  both


        Against made/growing, seed by seed: mean difference with its 95 % interval, more is worse; p is that of Student's paired test:

          error       group          pairs   difference,       p  verdict
                                                  points
        ────────────────────────────────────────────────────────────────────────────────────────
          average     made/ensemble      1         +1.00       -  one pair: nothing can be said
          average     made/single        3  +2.13 ± 0.57  0.0039  worse
          at the end  made/ensemble      1         +1.00       -  one pair: nothing can be said
          at the end  made/single        3  +2.13 ± 0.57  0.0039  worse


        Where the configs differ; a dash where a config lacks the key:

          key                 made/growing   made/ensemble  made/single
        ────────────────────────────────────────────────────────────────
          recipe              made/growing   made/ensemble  made/single
          clmodel.class_name  Finetune_Grow  KEnsemble      Finetune
          seed                1 | 2 | 3      1              1 | 2 | 3
        """,
        Rendering.Show(ComparisonTable.Of(three.Sets), width: 10_000));

    [Fact]
    public void Of_ThreeRecipesOnANarrowTerminal_HasErrorsAndCostsInTablesOfTheirOwn() => Assert.Equal(
        """
        MNIST: 7 of 8 runs, those that are finished, grouped by recipe

        Means over the runs of each group, with 95 % intervals; Pareto front: no group
        beats it in cumulative error and compute, or in that and memory:

          group          runs      average     error at       cumulative
                                  error, %   the end, %            error
        ─────────────────────────────────────────────────────────────────
          made/growing      3  3.87 ± 2.01  3.87 ± 2.01  0.0773 ± 0.0402
          made/ensemble     1         5.00         5.00           0.1000
          made/single       3  6.00 ± 2.48  6.00 ± 2.48  0.1200 ± 0.0497


          group          multiply-  parameters  memory to  Pareto
                              adds                predict  front
        ──────────────────────────────────────────────────────────
          made/growing      3.00 T     100,000     400 kB  both
          made/ensemble     4.00 T     165,150     661 kB
          made/single       1.00 T      55,050     220 kB  both


        Against made/growing, seed by seed: mean difference with its 95 % interval, more
        is worse; p is that of Student's paired test:

          error       group          pairs   difference,       p  verdict
                                                  points
        ────────────────────────────────────────────────────────────────────────────────
          average     made/ensemble      1         +1.00       -  one pair: nothing can
                                                                  be said
          average     made/single        3  +2.13 ± 0.57  0.0039  worse
          at the end  made/ensemble      1         +1.00       -  one pair: nothing can
                                                                  be said
          at the end  made/single        3  +2.13 ± 0.57  0.0039  worse


        Where the configs differ; a dash where a config lacks the key:

          key                 made/growing   made/ensemble  made/single
        ────────────────────────────────────────────────────────────────
          recipe              made/growing   made/ensemble  made/single
          clmodel.class_name  Finetune_Grow  KEnsemble      Finetune
          seed                1 | 2 | 3      1              1 | 2 | 3
        """,
        Rendering.Show(ComparisonTable.Of(three.Sets)));

    [Fact]
    public void Of_OneGroup_SaysThatThereIsNothingToCompareItWith()
    {
        var compared = ComparedRuns.PerDataset(three.Set, []);

        Assert.EndsWith(
            "There is one group only: nothing to compare it with.", Rendering.Show(ComparisonTable.Of(compared)), StringComparison.Ordinal);
        Assert.StartsWith(
            "MNIST: 7 of 8 runs, those that are finished, in one group\n",
            Rendering.Show(ComparisonTable.Of(compared)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Compared_AgainstAGroup_TakesThat()
    {
        var compared = ComparedRuns.PerDataset(three.Set, [ConfigKeys.Recipe], "made/single")[0];

        Assert.Equal("made/single", compared.Reference);
        Assert.Equal(
            "better", compared.Pairs.Single(pair => pair.Group == "made/growing" && pair.Measure == RunMeasure.AverageError).Verdict);
        var fault = Assert.Throws<RunFolderException>(() => ComparedRuns.PerDataset(three.Set, [ConfigKeys.Recipe], "single", "--against"));
        Assert.Equal("--against single: there is no such group. Groups: made/growing; made/ensemble; made/single.", fault.Message);
    }

    [Fact]
    public void Compared_BeforeAnyRunIsFinished_IsRefused() =>
        Assert.Equal(
            "The run is not finished: there is nothing to compare yet.",
            Assert.Throws<RunFolderException>(() => ComparedRuns.PerDataset(new RunSet([three.Set.Runs[7]], []), [])).Message);

    [Theory]
    [InlineData(null, "-")]
    [InlineData(1.0, "1.000")]
    [InlineData(0.0423, "0.042")]
    [InlineData(0.00423, "0.0042")]
    [InlineData(0.000423, "0.00042")]
    [InlineData(1e-9, "< 0.0001")]
    public void Probability_OfAnySize_HasTwoDigitsOrSo(double? probability, string text) =>
        Assert.Equal(text, ComparisonText.Probability(probability));
}
