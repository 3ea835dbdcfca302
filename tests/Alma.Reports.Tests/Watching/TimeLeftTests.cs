using Alma.Reports.Summary;
using Alma.Reports.Watching;
using Alma.Runs.Following;

namespace Alma.Reports.Tests.Watching;

public sealed class TimeLeftTests
{
    [Fact]
    public void AtMost_BeforeTheFirstEpoch_IsUnknown()
    {
        Assert.Null(Left(WatchedRuns.TwentyEpochs));
        Assert.Null(Left(new UpdateLimits(null, 1), WatchedRuns.Now(0, 3)));
    }

    [Fact]
    public void AtMost_InTheFirstMegabatch_TakesAllEpochsToBeAsLong() =>
        // 17 epochs of this one, 20 of each of four more, 2 s each.
        Assert.Equal(2 * (17 + 80), Left(WatchedRuns.TwentyEpochs, WatchedRuns.Now(0, 3)));

    [Fact]
    public void AtMost_AfterMegabatchesThatStoppedEarly_TakesTheRestToStopLate() =>
        Assert.Equal(2 * 20 * 3, Left(WatchedRuns.TwentyEpochs, WatchedRuns.Done(0, 0.1), WatchedRuns.Done(1, 0.1)));

    [Fact]
    public void AtMost_EpochsThatBecameLonger_GoOnToDoSo() =>
        // 2 s, then 3 s: the next ones take 4, 5 and 6.
        Assert.Equal(20 * (4 + 5 + 6), Left(WatchedRuns.TwentyEpochs, WatchedRuns.Done(0, 0.1, 2), WatchedRuns.Done(1, 0.1, 3)));

    [Fact]
    public void AtMost_TimeBesideTheSteps_CountsForTheEpochsToCome()
    {
        // A third of the time of the first megabatch was not steps.
        var first = WatchedRuns.Done(0, 0.1) with { Seconds = 30 };

        Assert.Equal(3 * ((20 - 5) + (3 * 20)), Left(WatchedRuns.TwentyEpochs, first, WatchedRuns.Now(1, 5))!.Value, 1e-9);
    }

    [Fact]
    public void AtMost_MegabatchesThatAreWaitedFor_TakeNoEpochs() =>
        // Updates at the second, the fourth and the last of five; at the second 4 epochs are through.
        Assert.Equal(
            2 * (16 + 20 + 20),
            Left(new UpdateLimits(20, 2), new MegabatchProgress(0) { TestError = 0.9, Seconds = 0.1 }, WatchedRuns.Now(1, 4)));

    [Fact]
    public void AtMost_AfterTheLastMegabatch_IsNothing() =>
        Assert.Equal(0, Left(WatchedRuns.TwentyEpochs, [.. Enumerable.Range(0, 5).Select(k => WatchedRuns.Done(k, 0.1))]));

    [Theory]
    [InlineData("clmodel.max_epochs=30", 30, 1)]
    [InlineData("clmodel.max_epochs=30 clmodel.n_rounds=4 stream.train.wait=3", 120, 3)]
    [InlineData("clmodel.max_epochs=many", null, 1)]
    [InlineData("seed=1", null, 1)]
    public void Of_Config_CountsTheEpochsOfAllRounds(string values, int? epochs, int wait)
    {
        var config = new RunConfig(
            "", values.Split(' ').Select(value => value.Split('=')).ToDictionary(value => value[0], value => value[1]));

        Assert.Equal(new UpdateLimits(epochs, wait), UpdateLimits.Of(config));
    }

    private static double? Left(UpdateLimits limits, params MegabatchProgress[] megabatches) =>
        TimeLeft.AtMost(new RunProgress(megabatches), 5, limits);
}
