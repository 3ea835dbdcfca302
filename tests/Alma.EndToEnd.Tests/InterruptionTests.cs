using System.Globalization;
using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;
using Alma.Runs.Catalog;

namespace Alma.EndToEnd.Tests;

/// <summary>Runs that are stopped in the middle of a megabatch, and gone on with.</summary>
public sealed class InterruptionTests(InterruptionTests.WholeRun whole) : IDisposable, IClassFixture<InterruptionTests.WholeRun>
{
    private static readonly string[] job =
        ["run", "digits/gmoe", "n_megabatches=3", "clmodel.max_epochs=30", "clmodel.patience=1000", "seed=5"];

    // Of so many epochs that it still runs when another command has started, however slow that is. It is killed at the test's end.
    private static readonly string[] endless =
        [.. job, "clmodel.max_epochs=1000000", "clmodel.patience=1000000", "run_dir=cut"];
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("INT", 130, CatalogState.Interrupted)]
    [InlineData("TERM", 143, CatalogState.Interrupted, Explicit = true, Traits = ["Category", "Long"])]
    [InlineData("HUP", 129, CatalogState.Interrupted, Explicit = true, Traits = ["Category", "Long"])]
    [InlineData("KILL", 137, CatalogState.Dead)]
    public void Resume_RunStoppedBySignal_GivesTheResultOfAnUninterruptedRun(string signal, int exitCode, CatalogState state)
    {
        var stopped = StopInTheSecondMegabatch(signal);

        Assert.Equal(exitCode, stopped.ExitCode);
        Assert.Equal(state == CatalogState.Dead ? [] : ["Interrupted. To go on: alma resume cut"], stopped.Errors);
        Assert.Equal(state, workplace.Runs().Single(run => run.Path == workplace.In("cut")).State);
        Assert.Equal(1, RunFolder.Open(workplace.In("cut")).Manifest().MegabatchesDone);
        workplace.Alma("resume", "cut").Succeeded();
        var cut = RunFolder.Open(workplace.In("cut"));
        cut.AssertSameAs(whole.Folder);
        Assert.Equal(1, cut.Manifest().Resumptions);
        Assert.Equal(RunState.Done, cut.Manifest().State);
        Assert.True(File.Exists(cut.DoneFile));
        Assert.Single(cut.EventFiles);
        Assert.Equal(state == CatalogState.Dead, File.ReadAllText(cut.LogFile).Contains(" was taken over.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("USR1")]
    [InlineData("USR2", Explicit = true, Traits = ["Category", "Long"])]
    public void UserSignal_InTheMiddleOfAMegabatch_SavesAtTheEndOfTheEpochAndTheRunGoesOn(string signal)
    {
        // A checkpoint in an update is saved because of the signal or not at all.
        using var running = workplace.Start([.. job, "run_dir=cut", "checkpoint.every_seconds=1000"]);
        running.WaitForLine("megabatch 2/3, epoch 3/");
        running.Signal(signal);

        running.WaitForEnd().Succeeded();

        var folder = RunFolder.Open(workplace.In("cut"));
        folder.AssertSameAs(whole.Folder);
        Assert.Matches(@"megabatch 1: saved after \d+ epochs, as a signal asked\n", File.ReadAllText(folder.LogFile));
        Assert.Equal(0, folder.Manifest().Resumptions);
    }

    [Fact]
    public void Resume_RunKilledAfterAUserSignal_GoesOnFromWhatWasSavedThen()
    {
        using (var running = workplace.Start([.. job, "run_dir=cut", "checkpoint.every_seconds=1000"]))
        {
            running.WaitForLine("megabatch 2/3, epoch 3/");
            running.Signal("USR1");
            running.WaitForLine("megabatch 2/3, epoch 12/");
            running.Signal("KILL");
            running.WaitForEnd();
        }

        workplace.Alma("resume", "cut").Succeeded();

        var cut = RunFolder.Open(workplace.In("cut"));
        cut.AssertSameAs(whole.Folder);
        var saved = int.Parse(
            Regex.Match(File.ReadAllText(cut.LogFile), @"saved after (\d+) epochs").Groups[1].Value, CultureInfo.InvariantCulture);
        var done = File.ReadLines(cut.LogFile)
            .TakeWhile(line => !line.Contains("taken over", StringComparison.Ordinal))
            .Count(line => line.Contains(" megabatch 1 epoch ", StringComparison.Ordinal));
        Assert.Equal(done - saved, cut.Manifest().Redone.Epochs);
    }

    [Fact]
    public void SecondInterrupt_InAStepThatTakesLong_EndsTheProcessAtOnceAndTheRunCanBeGoneOnWith()
    {
        string[] slow =
        [
            "run", "digits/gmoe", "stop_after=1", "clmodel.max_epochs=1", "clmodel.training_batch_size=2000",
            "clmodel.model.size_layers=2500", "run_dir=cut"
        ];
        using var running = workplace.Start(slow);
        running.WaitForLine("examples arrive");
        running.SignalUntilItEnds("INT");

        var stopped = running.WaitForEnd();

        Assert.Equal((130, 0), (stopped.ExitCode, stopped.Errors.Count));
        Assert.Equal(CatalogState.Dead, workplace.Runs().Single().State);
        workplace.Alma([.. slow, "--resume"]).Succeeded();
        Assert.Equal(RunState.Done, RunFolder.Open(workplace.In("cut")).Manifest().State);
    }

    [Fact]
    public void Resume_RunThatIsRunning_IsRefused()
    {
        using var running = workplace.Start(endless);
        running.WaitForLine("megabatch 1/3, epoch 1/");

        Assert.StartsWith($"cut is being run by process {running.Id} on ", workplace.Typed("resume", "cut").RefusedInOneLine());
    }

    [Fact]
    public void Run_FolderThatAnotherRunIsIn_IsRefused()
    {
        using var running = workplace.Start(endless);
        running.WaitForLine("megabatch 1/3, epoch 1/");

        Assert.Matches(
            $@"^cut is being run by process {running.Id} on \S+ since .*: a run folder has one writer\. Stop that first\.$",
            workplace.Typed([.. job, "run_dir=cut"]).RefusedInOneLine());
    }

    [Fact]
    public void Resume_RunThatIsDone_IsRefused()
    {
        workplace.Typed("run", "clmodel.max_epochs=1", "run_dir=a").Succeeded();

        Assert.Equal("a is done: there is nothing to resume.", workplace.Typed("resume", "a").RefusedInOneLine());
    }

    [Theory]
    [InlineData("nowhere", "nowhere is no run folder: there is no such folder.")]
    [InlineData("home", "home is no run folder: it has no run.json.")]
    public void Resume_WhatIsNoRun_IsRefused(string path, string refusal) =>
        Assert.Equal(refusal, workplace.Typed("resume", path).RefusedInOneLine());

    /// <summary>The same job, uninterrupted.</summary>
    public sealed class WholeRun : IDisposable
    {
        private readonly Workplace workplace = new();

        public WholeRun() => workplace.Alma([.. job, "run_dir=whole"]).Succeeded();

        public RunFolder Folder => RunFolder.Open(workplace.In("whole"));

        public void Dispose() => workplace.Dispose();
    }

    private ProgramResult StopInTheSecondMegabatch(string signal)
    {
        using var running = workplace.Start([.. job, "run_dir=cut"]);
        running.WaitForLine("megabatch 2/3, epoch 3/");
        running.Signal(signal);
        return running.WaitForEnd();
    }
}
