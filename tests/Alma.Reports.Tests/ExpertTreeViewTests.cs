using Alma.Reports.Tables;
using Alma.Runs.Experts;

namespace Alma.Reports.Tests;

public sealed class ExpertTreeViewTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Of_MixtureLayers_AreTreesWithAlignedBars()
    {
        Assert.Equal(
            """
            layers.1
            ├── 0          50.00 %  ██████████
            └── 1          50.00 %  ██████████
                ├── 1.0    30.00 %  ██████
                └── 1.1    20.00 %  ████
            layers.3
            ├── 0      75.00 %  ███████████████
            ├── 2      25.00 %  █████
            └── 10      0.00 %
            """,
            Rendering.Show(ExpertTreeView.Of(run.Summary(RunFixture.SecondMegabatch).Experts)));
    }

    [Fact]
    public void Of_ConsoleWithoutUnicode_IsAscii()
    {
        var tree = new LayerExperts("[red]", new("", 1, [new("0", 0.9, []), new("1", double.NaN, [])]));

        Assert.Equal(
            """
            [red]
            |-- 0      90.00 %  ##################
            `-- 1          NaN
            """,
            Rendering.Show(ExpertTreeView.Of([tree]), unicode: false));
    }

    [Fact]
    public void Of_LayerThatHasNotGrown_ShowsItsOnlyExpert()
    {
        Assert.Equal(
            """
            layers.1
            └── only expert  100.00 %  ████████████████████
            """,
            Rendering.Show(ExpertTreeView.Of(run.Summary(RunFixture.FirstMegabatch).Experts)));
    }
}
