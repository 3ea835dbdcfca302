using Alma.Launching;
using Alma.Launching.States;

namespace Alma.Cli.Display;

/// <summary>Shows a sweep in plain lines: one when a job starts, one when it ends.</summary>
internal sealed class LineSweepWatcher : ISweepWatcher
{
    private int rungCount;
    private int endedCount;

    public void RungStarted(IReadOnlyList<JobStatus> jobs, int toRunCount)
    {
        (rungCount, endedCount) = (toRunCount, 0);
        Console.Out.WriteLine($"{jobs.Count} jobs: {SweepTable.Counts(jobs)}; {toRunCount} to run");
    }

    public void Started(SweepJob job) => Console.Out.WriteLine($"started {job.Name}");

    public void Printed(SweepJob job, string line) { }

    public void Ended(SweepJob job, int exitCode, TimeSpan duration)
    {
        var count = Interlocked.Increment(ref endedCount);
        Console.Out.WriteLine(
            $"{(exitCode == 0 ? "done" : "ended with " + exitCode)} {job.Name} after "
            + $"{duration.TotalSeconds:F1} s ({count} of {rungCount})");
    }

    public void Noted(string text) => Console.Out.WriteLine(text);
}
