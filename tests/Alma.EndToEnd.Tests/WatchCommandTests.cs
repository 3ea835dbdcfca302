using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>Runs that are followed by another process.</summary>
public sealed class WatchCommandTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Watch_RunsInAPipe_PrintsALineForEachChangeUntilAllHaveEnded()
    {
        using var first = workplace.Start(
            "run", "digits/gmoe", "n_megabatches=3", "clmodel.max_epochs=25", "clmodel.patience=1000", "run_dir=runs/first");
        first.WaitForLine("megabatch 1/3, epoch 1/");
        using var watch = workplace.Start("watch");
        watch.WaitForLine("runs/first: running, megabatch ");
        first.Signal("STOP"); // or it may be done before the second one begins
        // It is in its first megabatch until it is killed, however late it is seen.
        using var second = workplace.Start(
            "run", "digits/gmoe", "clmodel.max_epochs=100000", "clmodel.patience=100000", "run_dir=runs/second");
        watch.WaitForLine("runs/second: running, megabatch 1/4");
        second.Signal("KILL");
        first.Signal("CONT");

        var watched = watch.WaitForEnd().Succeeded();

        first.WaitForEnd().Succeeded();
        Assert.Matches(@"^runs/first: running, megabatch \d/3(, epoch \d+/25)?$", watched.Output[0]);
        var error = @"test error \d+\.\d\d %";
        Assert.Contains(watched.Output, line =>
            Regex.IsMatch(line, $@"^runs/first: megabatch 3/3: {error}, best validation accuracy \d+\.\d\d %, 25 epochs$"));
        Assert.Contains(watched.Output, line => Regex.IsMatch(line, $"^runs/first: done, 3 of 3 megabatches, {error}$"));
        Assert.Contains(watched.Output, line => line.StartsWith("runs/second: dead, ", StringComparison.Ordinal));
        Assert.Equal(watched.Output.Count, watched.Output.Distinct().Count());
        Assert.Matches(@"(?m)^ *runs/first +done .* 3/3 ", workplace.Typed("watch", "--once", "--all").Succeeded().OutputText);
        Assert.Equal(["no run is running; 2 that had ended before (--all shows them)"], workplace.Typed("watch").Succeeded().Output);
    }

    [Fact]
    public void Watch_WithoutRuns_EndsAndAFolderThatIsNotThereIsRefused()
    {
        Assert.Equal(["no run is running"], workplace.Typed("watch").Succeeded().Output);
        Assert.Equal("nowhere is no run folder: there is no such folder.", workplace.Typed("watch", "nowhere").RefusedInOneLine());
    }

    [Fact]
    public void Watch_ToldToEnd_EndsAtOnceAndLeavesTheRun()
    {
        using var run = workplace.Start(
            "run", "digits/gmoe", "n_megabatches=1", "clmodel.max_epochs=1000000", "clmodel.patience=1000000", "run_dir=runs/first");
        run.WaitForLine("megabatch 1/1, epoch 1/");
        using var watch = workplace.Start("watch", "runs/first", "--stay");
        watch.WaitForLine("runs/first: running");

        watch.Signal("INT");

        var stopped = watch.WaitForEnd();
        Assert.Equal(130, stopped.ExitCode);
        Assert.Equal(["Interrupted. The runs go on."], stopped.Errors);
        Assert.Matches("runs/first +running", workplace.Typed("watch", "--once").Succeeded().OutputText);
    }
}
