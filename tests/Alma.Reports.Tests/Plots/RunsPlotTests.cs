using Alma.Reports.Comparison;
using Alma.Reports.Plots;
using Alma.Reports.Tests.Comparison;
using Alma.Runs;

namespace Alma.Reports.Tests.Plots;

public sealed class RunsPlotTests(ThreeRecipes three) : IClassFixture<ThreeRecipes>
{
    private Grouping Grouping => Grouping.By([ConfigKeys.Recipe], three.Set.Complete);

    [Fact]
    public void Curves_OfGroups_AreMeansWithIntervalsOverSeeds()
    {
        var plot = RunsPlot.Of(Grouping);

        Assert.Equal(["made/single (n=3)", "made/growing (n=3)", "made/ensemble (n=1)"], plot.Series.Select(series => series.Label));
        Assert.Equal([0.0, 1.0], plot.Series[0].Points.Select(point => point.X));
        Assert.Equal(0.06, plot.Series[0].Points[1].Y, 1e-12);
        Assert.Equal(MeanInterval.Of([0.06, 0.05, 0.07]).HalfWidth!.Value, plot.Series[0].Points[0].Half!.Value, 1e-12);
        Assert.Null(plot.Series[2].Points[0].Half);
        Assert.Empty(plot.Front);
        Assert.Equal("test error after each megabatch", plot.Description);
    }

    [Fact]
    public void Cloud_AgainstACost_HasEveryRunAndTheFrontOfTheMeans()
    {
        var plot = RunsPlot.Of(Grouping, PlotMeasure.Named("compute"));

        Assert.Equal("cumulative test error against multiply-adds, all purposes", plot.Description);
        Assert.Equal([3, 3, 1], plot.Series.Select(series => series.Points.Count));
        Assert.Equal([1e12, 3e12], plot.Front.Select(point => point.X));
    }

    [Fact]
    public void Front_OfWhatIsBetterTheLarger_HasTheLargest() =>
        Assert.Equal(
            [0.94, 0.9613],
            RunsPlot.Of(Grouping, PlotMeasure.Named("memory"), PlotMeasure.Accuracy).Front.Select(point => Math.Round(point.Y, 4)));

    [Fact]
    public void Plot_OfTwentyGroups_DrawsTheBestTwelve()
    {
        var runs = Enumerable.Range(0, 20).Select(k => three.Run($"made/{k:D2}", 1, 0.2 - (0.01 * k), 1e12, 10)).ToList();

        var plot = RunsPlot.Of(Grouping.By([ConfigKeys.Recipe], runs));

        Assert.Equal((12, 8), (plot.Series.Count, plot.LeftOut));
        Assert.Equal("made/08 (n=1)", plot.Series[0].Label);
    }

    [Fact]
    public void Plot_OfWhatNoRunMeasured_IsRefused()
    {
        var run = three.Run("made/single", 1, 0.1, 1e12, 10);
        var blind = run with { Megabatches = [.. run.Megabatches.Select(megabatch => megabatch with { Loss = null })] };

        var fault = Assert.Throws<RunFolderException>(() =>
            RunsPlot.Of(Grouping.By([], [blind]), PlotMeasure.Named("compute"), PlotMeasure.Named("loss")));

        Assert.Equal("None of these runs has measured loss and compute: there is nothing to draw.", fault.Message);
    }

    [Theory]
    [InlineData("a short name", "a short name")]
    [InlineData("recipe=digits/gmoe, lr=0.1, train_replay_proportion=0.5", "recipe=digits/gmoe, lr=0.1,\ntrain_replay_proportion=0.5")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz!", "abcdefghijklmnopqrstuvwxyzab\ncdefghijklmnopqrstuvwxyz!")]
    public void Label_ThatIsLong_GoesOverSeveralLines(string label, string wrapped) => Assert.Equal(wrapped, PlotLegend.Wrapped(label));

    [Fact]
    public void Ticks_OfEachUnit_HaveNoMoreDigitsThanTheyNeed()
    {
        Assert.Equal(["2.0 %", "2.5 %", "3.0 %"], AxisLabels.Of(NumberStyle.Percent, [0.02, 0.025, 0.03]));
        Assert.Equal(["0", "1", "2"], AxisLabels.Of(NumberStyle.Plain, [0, 1, 2]));
        Assert.Equal(["500 G", "1 T", "1.5 T"], AxisLabels.Of(NumberStyle.Magnitude, [5e11, 1e12, 1.5e12]));
        Assert.Equal(["200 kB", "1.25 MB"], AxisLabels.Of(NumberStyle.Bytes, [2e5, 1.25e6]));
        Assert.Equal(["1", ""], AxisLabels.Of(NumberStyle.Count, [1, 1.5]));
    }
}
