using Alma.Reports.Tables;
using Alma.Runs.Catalog;

namespace Alma.Reports.Tests;

public sealed class RunListTableTests
{
    [Fact]
    public void Of_Runs_AreRowsWithTheProblemsBelow()
    {
        CatalogEntry[] runs =
        [
            new("runs/growing/1a2b3c4d", CatalogState.Interrupted, RunFixture.Manifest, 0.9695, null),
            new("runs/[bold]bad", CatalogState.Unreadable, null, null, "runs/[bold]bad/run.json, line 1: it is damaged. Found: ["),
        ];

        Assert.Equal(
            """

              run                    state        megabatches  accuracy     started (UTC)
            ──────────────────────────────────────────────────────────────────────────────
              runs/growing/1a2b3c4d  interrupted          2/2   96.95 %  2026-11-23 10:05
              runs/[bold]bad         unreadable             -         -                 -

            runs/[bold]bad/run.json, line 1: it is damaged. Found: [
            """,
            Rendering.Show(RunListTable.Of(runs)));
    }

    [Fact]
    public void Of_RunsWithAWorstClass_NamesItWhereThereIsRoom()
    {
        CatalogEntry[] runs =
        [
            new("runs/birds", CatalogState.Interrupted, RunFixture.Manifest, 0.9695, null) { WorstClass = new("tern", 0.5) },
            new("runs/others", CatalogState.Done, RunFixture.Manifest, null, null),
        ];

        Assert.Equal(
            """

              run          state        megabatches  accuracy   worst class     started (UTC)
            ──────────────────────────────────────────────────────────────────────────────────
              runs/birds   interrupted          2/2   96.95 %  tern 50.00 %  2026-11-23 10:05
              runs/others  done                 2/2         -             -  2026-11-23 10:05
            """,
            Rendering.Show(RunListTable.Of(runs), width: 90));
        Assert.DoesNotContain("worst", Rendering.Show(RunListTable.Of(runs)));
    }

    [Fact]
    public void Of_LongPath_IsWrappedAndNotCut()
    {
        CatalogEntry[] runs = [new("runs/mnist/growing/20261123-100507-1a2b3c4d", CatalogState.Done, RunFixture.Manifest, 0.9695, null)];

        Assert.Equal(
            """

              run                            state  megabatches  accuracy     started (UTC)
            --------------------------------------------------------------------------------
              runs/mnist/growing/20261123-1  done           2/2   96.95 %  2026-11-23 10:05
              00507-1a2b3c4d
            """,
            Rendering.Show(RunListTable.Of(runs), unicode: false));
    }
}
