using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

public sealed class RunsCommandTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Runs_NoneYet_SaysHowToMakeOne() =>
        Assert.Equal(["There are no runs in runs. Make one: alma run"], workplace.Typed("runs").Succeeded().Output);

    [Fact]
    public void Runs_DoneFailedAndRunning_ListsEachWithItsState()
    {
        workplace.Typed("run", "clmodel.max_epochs=1", "run_dir=runs/good").Succeeded();
        workplace.Typed("run", "clmodel.optim.class_name=SGD", "clmodel.optim.lr=1e30", "run_dir=runs/bad").RefusedInOneLine();
        using var running = workplace.Start("run", "clmodel.max_epochs=1000000", "clmodel.patience=1000000", "run_dir=runs/now");
        running.WaitForLine("epoch 1/");

        var listed = workplace.Typed("runs").Succeeded().OutputText;

        Assert.Matches(@"(?m)^ *runs/good +done +4/4 +\d+\.\d+ %", listed);
        Assert.Matches(@"(?m)^ *runs/bad +failed +0/4", listed);
        Assert.Matches(@"(?m)^ *runs/now +running +\d/4", listed);
    }
}
