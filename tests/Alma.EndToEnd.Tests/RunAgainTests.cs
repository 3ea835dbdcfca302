using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

namespace Alma.EndToEnd.Tests;

/// <summary>Commands typed again with <c>--resume</c>.</summary>
public sealed class RunAgainTests : IDisposable
{
    private static readonly string[] quick = ["run", "digits/gmoe", "stop_after=1", "clmodel.max_epochs=1"];
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void RunWithResume_FolderWithoutARun_StartsOneAndThenReportsIt()
    {
        string[] command = [.. quick, "run_dir=a", "--resume"];

        Assert.Contains("Running digits/gmoe on cpu in a", workplace.Typed(command).Succeeded().Output);
        var rows = RunFolder.Open(workplace.In("a")).Rows();
        var again = workplace.Typed(command).Succeeded();

        Assert.Equal("a is done: there is nothing left to do.", again.Output[0]);
        Assert.Contains(again.Output, line => line.StartsWith("average error ", StringComparison.Ordinal));
        Assert.Equal(rows, RunFolder.Open(workplace.In("a")).Rows());
        Assert.StartsWith(
            "a holds a run of another config: it has 'clmodel.max_epochs: 1' where 'clmodel.max_epochs: 2' was asked for.",
            workplace.Typed([.. command, "clmodel.max_epochs=2"]).RefusedInOneLine());
    }

    [Fact]
    public void RunWithResume_WithoutAFolder_GoesOnWithTheNewestRunOfTheSameConfig()
    {
        string[] command = ["run", "digits/gmoe", "n_megabatches=2", "clmodel.max_epochs=30", "clmodel.patience=1000", "--resume"];
        using (var running = workplace.Start(command))
        {
            running.WaitForLine("megabatch 2/2, epoch 3/");
            running.Signal("KILL");
            running.WaitForEnd();
        }
        var begun = workplace.Runs().Single().Path;

        var resumed = workplace.Alma(command).Succeeded();

        Assert.Contains(
            resumed.Output, line => line.StartsWith("Resuming digits/gmoe on cpu in runs/digits/gmoe/", StringComparison.Ordinal));
        Assert.Equal(begun, workplace.Runs().Single().Path);
        Assert.Contains(resumed.Output, line => line.StartsWith("resumed once; redone and not counted: ", StringComparison.Ordinal));
        Assert.Equal(1, workplace.NewestRun().Manifest().Resumptions);
    }
}
