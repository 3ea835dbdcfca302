using Alma.Compare;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.Bench.Tests.Comparing;

/// <summary>What <c>bench/compare</c> reads from alma's run folder.</summary>
public sealed class TrainingFiguresTests : IDisposable
{
    private readonly Workplace workplace = new();

    public TrainingFiguresTests() => RecordedRun.Write(workplace.In("runs/recorded"));

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Read_AllMegabatches_CountsSixFlopPerForwardMultiplyAddOverTheSecondsOfTheSteps()
    {
        var figures = TrainingFigures.Read(workplace.Path, new EpochSelection())!;

        Assert.Equal(6 * 5e9, figures.ModelFlop);
        Assert.Equal(3.2, figures.TrainingSeconds, 1e-9);
        Assert.Equal(0.6, figures.EpochSeconds);
        Assert.Equal(30 / 3.2, figures.ModelGigaflops, 1e-9);
    }

    [Theory]
    [InlineData(0, 0.4, 6 * 1 / 0.8)]
    [InlineData(1, 0.8, 6 * 4 / 2.4)]
    [InlineData(EpochSelection.Last, 0.8, 6 * 4 / 2.4)]
    public void Read_OneMegabatch_CountsItsEpochsAlone(int megabatch, double epochSeconds, double gigaflops)
    {
        var figures = TrainingFigures.Read(workplace.Path, new EpochSelection { Megabatch = megabatch })!;

        Assert.Equal(epochSeconds, figures.EpochSeconds);
        Assert.Equal(gigaflops, figures.ModelGigaflops, 1e-9);
    }

    [Fact]
    public void Read_OtherRows_TakesTheseForTheEpochsAndTheSameUtilisation()
    {
        var figures = TrainingFigures.Read(workplace.Path, new EpochSelection { Rows = ("cost", "update_seconds") })!;

        Assert.Equal(2, figures.EpochSeconds);
        Assert.Equal(30 / 3.2, figures.ModelGigaflops, 1e-9);
    }

    [Fact]
    public void Read_RowsOrMegabatchesThatAreNotThere_SaysSo()
    {
        var rows = Assert.Throws<ComparisonException>(() =>
            TrainingFigures.Read(workplace.Path, new EpochSelection { Rows = ("cost", "nothing") }));
        var megabatch = Assert.Throws<ComparisonException>(() =>
            TrainingFigures.Read(workplace.Path, new EpochSelection { Megabatch = 2 }));

        Assert.Contains("cost/nothing", rows.Message);
        Assert.Contains("-m 2: the last megabatch of alma's run is 1", megabatch.Message);
    }

    [Fact]
    public void Read_WithoutARun_IsNull() => Assert.Null(TrainingFigures.Read(workplace.Home, new EpochSelection()));
}
