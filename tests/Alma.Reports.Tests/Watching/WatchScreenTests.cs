using Alma.Reports.Watching;
using Alma.Runs.Catalog;

namespace Alma.Reports.Tests.Watching;

public sealed class WatchScreenTests
{
    private static readonly WatchedRun[] runs =
    [
        WatchedRuns.Of("runs/made/done", CatalogState.Done, [.. Enumerable.Range(0, 5).Select(k => WatchedRuns.Done(k, 0.1))]),
        WatchedRuns.Of("runs/made/running", CatalogState.Running, WatchedRuns.Done(0, 0.125), WatchedRuns.Now(1, 10)),
    ];

    [Fact]
    public void Of_RunsOnAWideTerminal_ShowsThoseThatRunFirst() => Assert.Equal(
        """

          run                state                  megabatch  epoch    error  validation  at most left  process
        ──────────────────────────────────────────────────────────────────────────────────────────────────────────
          runs/made/running  running  ███░░░░░░░░░        2/5  10/20  12.50 %     97.50 %      2 m 20 s  node7:41
          runs/made/done     done     ████████████        5/5      -  10.00 %     95.00 %             -  node7:41

        1 running, 1 done
        """,
        Show(runs, 0, 120, 10));

    [Fact]
    public void Of_NarrowTerminal_LeavesOutColumnsAndTheBeginningsOfNames() => Assert.Equal(
        """

          run               state    megabatch    error
        ────────────────────────────────────────────────
          …ns/made/running  running        2/5  12.50 %
          runs/made/done    done           5/5  10.00 %

        1 running, 1 done; 3 that had ended before (--all…
        """,
        Show(runs, 3, 50, 10));

    [Fact]
    public void Of_FewerLinesThanRuns_ShowsAsManyAsFitAndCountsTheRest()
    {
        WatchedRun[] many =
        [
            .. Enumerable.Range(0, 20).Select(k => runs[0] with { Snapshot = runs[0].Snapshot with { Path = $"runs/{k}" } }),
            runs[1]
        ];

        var lines = Show(many, 0, 120, 9).Split('\n');

        Assert.Equal(9, lines.Length);
        Assert.Contains("runs/made/running", lines[3], StringComparison.Ordinal);
        Assert.Equal("1 running, 20 done; and 17 more, for which there are no lines", lines[^1].Trim());
    }

    [Fact]
    public void Of_RunThatFailed_SaysWhyInOneLine()
    {
        var failed =
            runs[1] with
            {
                Snapshot = runs[1].Snapshot with { State = CatalogState.Failed, Problem = "Training diverged:\nthe loss is NaN." }
            };

        Assert.Contains("runs/made/running: Training diverged: the loss is NaN.", Show([failed], 0, 120, 10).Split('\n'));
    }

    [Fact]
    public void Of_NoRuns_SaysSo() => Assert.Equal("no run is running; 2 that had ended before (--all shows them)", Show([], 2, 80, 24));

    private static string Show(WatchedRun[] runs, int skippedCount, int width, int height) =>
        Rendering.Show(WatchScreen.Of(runs, skippedCount, width, height, "--all shows them"), width: width);
}
