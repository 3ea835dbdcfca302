using Alma.Reports.Watching;
using Alma.Runs.Catalog;

namespace Alma.Reports.Tests.Watching;

public sealed class WatchLinesTests
{
    private static readonly WatchedRun begun = WatchedRuns.Of("runs/a", CatalogState.Running);
    private static readonly WatchedRun inTheSecond = WatchedRuns.Of(
        "runs/a", CatalogState.Running, WatchedRuns.Done(0, 0.125), WatchedRuns.Now(1, 5));

    [Fact]
    public void Of_RunSeenForTheFirstTime_SaysWhereItIs()
    {
        Assert.Equal(["runs/a: running, megabatch 1/5"], WatchLines.Of(null, begun));
        Assert.Equal(["runs/a: running, megabatch 2/5, epoch 5/20"], WatchLines.Of(null, inTheSecond));
    }

    [Fact]
    public void Of_MegabatchDone_SaysWhatCameOfItAndWhatIsLeft() => Assert.Equal(
        ["runs/a: megabatch 1/5: test error 12.50 %, best validation accuracy 95.00 %, 10 epochs, at most 2 m 30 s left"],
        WatchLines.Of(begun, inTheSecond));

    [Fact]
    public void Of_EpochsAlone_SaysNothing() =>
        Assert.Empty(
            WatchLines.Of(inTheSecond, WatchedRuns.Of("runs/a", CatalogState.Running, WatchedRuns.Done(0, 0.125), WatchedRuns.Now(1, 6))));

    [Fact]
    public void Of_RunThatFails_SaysWhy()
    {
        var failed = WatchedRuns.Of("runs/a", CatalogState.Failed, WatchedRuns.Done(0, 0.125));

        Assert.Equal(
            ["runs/a: failed, 1 of 5 megabatches, test error 12.50 %: Training diverged."],
            WatchLines.Of(inTheSecond, failed with { Snapshot = failed.Snapshot with { Problem = "Training diverged." } }));
    }

    [Fact]
    public void Of_LastMegabatchAndEnd_SaysBothInTheirOrder()
    {
        var all = Enumerable.Range(0, 5).Select(k => WatchedRuns.Done(k, 0.1)).ToArray();

        Assert.Equal(
            [
                "runs/a: megabatch 5/5: test error 10.00 %, best validation accuracy 95.00 %, 10 epochs",
                "runs/a: done, 5 of 5 megabatches, test error 10.00 %"
            ],
            WatchLines.Of(WatchedRuns.Of("runs/a", CatalogState.Running, all[..4]), WatchedRuns.Of("runs/a", CatalogState.Done, all)));
    }

    [Fact]
    public void Of_RunThatDiedOrWasDeleted_SaysSo()
    {
        var dead = WatchedRuns.Of("runs/a", CatalogState.Dead, WatchedRuns.Done(0, 0.125));

        Assert.Equal(["runs/a: dead, 1 of 5 megabatches, test error 12.50 %"], WatchLines.Of(inTheSecond, dead));
        Assert.Equal(
            ["runs/a: deleted, 1 of 5 megabatches, test error 12.50 %"],
            WatchLines.Of(dead, dead with { Snapshot = dead.Snapshot with { IsGone = true } }));
        Assert.Empty(WatchLines.Of(dead, dead));
    }
}
