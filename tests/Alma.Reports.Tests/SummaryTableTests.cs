using Alma.Reports.Summary;
using Alma.Reports.Tables;
using Alma.Runs.Catalog;

namespace Alma.Reports.Tests;

public sealed class SummaryTableTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Of_Run_IsATableOfItsMegabatches()
    {
        Assert.Equal(
            """
            runs/[red]x
            mnist/growing: done, 2 of 2 megabatches, seed 7, cpu

              megabatch   error  cumulative  epochs  multiply-  parameters      time
                                      error               adds
            ─────────────────────────────────────────────────────────────────────────
                      0  9.75 %      0.0975      12     12.3 G     111,150  1 m 05 s
                      1  3.05 %      0.1280       -          -     222,300         -

            average error 6.40 %, multiply-adds so far -
            """,
            Rendering.Show(SummaryTable.Of(Summary())));
    }

    [Fact]
    public void Of_WidestValues_FitIntoEightyColumnsOfAscii()
    {
        var megabatch = new MegabatchSummary
        {
            Megabatch = 499,
            Error = 1,
            CumulativeError = 450.1234,
            Epochs = 1000,
            MultiplyAdds = new MultiplyAdds(1.234e18, null, null, null, null),
            Parameters = 123_456_789,
            UpdateSeconds = 360_000,
        };

        Assert.Equal(
            """
            runs/[red]x
            mnist/growing: dead, 2 of 2 megabatches, seed 7, cpu

              megabatch     error  cumulative  epochs  multiply-   parameters        time
                                        error               adds
            ------------------------------------------------------------------------------
                    499  100.00 %    450.1234   1,000     1.23 E  123,456,789  100 h 00 m

            average error -, multiply-adds so far -
            """,
            Rendering.Show(SummaryTable.Of(Summary() with { State = CatalogState.Dead, Megabatches = [megabatch] }), unicode: false));
    }

    [Theory]
    [InlineData(1, "resumed once; redone and not counted: 3 epochs, 4.50 G multiply-adds, 1.3 s")]
    [InlineData(4, "resumed 4 times; redone and not counted: 3 epochs, 4.50 G multiply-adds, 1.3 s")]
    public void Of_ResumedRun_SaysWhatWasDoneAgain(int often, string expected)
    {
        var resumed = Summary() with
        {
            Manifest = RunFixture.Manifest with { Resumptions = often, Redone = new Alma.Runs.RedoneWork(3, 4.5e9, 1.26) }
        };

        Assert.EndsWith($"multiply-adds so far -\n{expected}", Rendering.Show(SummaryTable.Of(resumed)).TrimEnd());
    }

    [Fact]
    public void Of_FailedRun_SaysWhy()
    {
        var failed = Summary() with
        {
            State = CatalogState.Failed,
            Megabatches = [],
            Manifest = RunFixture.Manifest with { Error = "out [of] memory", Device = null },
        };

        Assert.Equal(
            """
            runs/[red]x
            mnist/growing: failed, 2 of 2 megabatches, seed 7, device unknown
            out [of] memory
            no megabatch was evaluated yet
            """,
            Rendering.Show(SummaryTable.Of(failed)));
    }

    private RunSummary Summary() =>
        run.Summary([.. RunFixture.FirstMegabatch, .. RunFixture.SecondMegabatch]) with { Path = "runs/[red]x" };
}
