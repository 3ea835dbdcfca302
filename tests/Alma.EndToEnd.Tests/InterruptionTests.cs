using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;
using Alma.Runs.Catalog;

namespace Alma.EndToEnd.Tests;

/// <summary>Runs that are stopped in the middle of a megabatch, and gone on with.</summary>
public sealed class InterruptionTests : IDisposable
{
    private static readonly string[] job = ["run", "digits/gmoe", "n_megabatches=3", "clmodel.max_epochs=30", "clmodel.patience=1000", "seed=5"];
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("INT", 130, CatalogState.Interrupted)]
    [InlineData("TERM", 143, CatalogState.Interrupted)]
    [InlineData("KILL", 137, CatalogState.Dead)]
    public void Resume_RunStoppedBySignal_GivesTheResultOfAnUninterruptedRun(string signal, int exitCode, CatalogState state)
    {
        workplace.Alma([.. job, "run_dir=whole"]).Succeeded();

        var stopped = StopInTheSecondMegabatch(signal);

        Assert.Equal(exitCode, stopped.ExitCode);
        Assert.Equal(state == CatalogState.Dead ? [] : ["Interrupted. To go on: alma resume cut"], stopped.Errors);
        Assert.Equal(state, workplace.Runs().Single(run => run.Path == workplace.In("cut")).State);
        Assert.Equal(1, RunFolder.Open(workplace.In("cut")).Manifest().MegabatchesDone);
        workplace.Alma("resume", "cut").Succeeded();
        var cut = RunFolder.Open(workplace.In("cut"));
        cut.AssertSameAs(RunFolder.Open(workplace.In("whole")));
        Assert.Equal(RunState.Done, cut.Manifest().State);
        Assert.True(File.Exists(cut.DoneFile));
        Assert.Single(cut.EventFiles);
        Assert.Equal(state == CatalogState.Dead, File.ReadAllText(cut.LogFile).Contains(" was taken over.", StringComparison.Ordinal));
    }

    [Fact]
    public void Resume_RunThatIsRunning_IsRefused()
    {
        using var running = workplace.Start([.. job, "run_dir=cut"]);
        running.WaitForLine("megabatch 1/3, epoch 1/");

        Assert.StartsWith($"cut is being run by process {running.Id} on ", workplace.Alma("resume", "cut").RefusedInOneLine());
    }

    [Fact]
    public void Run_FolderThatAnotherRunIsIn_IsRefused()
    {
        using var running = workplace.Start([.. job, "run_dir=cut"]);
        running.WaitForLine("megabatch 1/3, epoch 1/");

        Assert.Matches($@"^cut is being run by process {running.Id} on \S+ since .*: a run folder has one writer\. Stop that first\.$", workplace.Alma([.. job, "run_dir=cut"]).RefusedInOneLine());
    }

    [Fact]
    public void Resume_RunThatIsDone_IsRefused()
    {
        workplace.Alma("run", "clmodel.max_epochs=1", "run_dir=a").Succeeded();

        Assert.Equal("a is done: there is nothing to resume.", workplace.Alma("resume", "a").RefusedInOneLine());
    }

    [Theory]
    [InlineData("nowhere", "nowhere is no run folder: there is no such folder.")]
    [InlineData("home", "home is no run folder: it has no run.json.")]
    public void Resume_WhatIsNoRun_IsRefused(string path, string refusal) =>
        Assert.Equal(refusal, workplace.Alma("resume", path).RefusedInOneLine());

    private ProgramResult StopInTheSecondMegabatch(string signal)
    {
        using var running = workplace.Start([.. job, "run_dir=cut"]);
        running.WaitForLine("megabatch 2/3, epoch 3/");
        running.Signal(signal);
        return running.WaitForEnd();
    }
}
