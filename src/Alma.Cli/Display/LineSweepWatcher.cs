using Alma.Launching;
using Alma.Launching.States;

namespace Alma.Cli.Display;

/// <summary>Shows a sweep in plain lines: one when a job starts, one when it ends.</summary>
internal sealed class LineSweepWatcher : ISweepWatcher
{
    private int toRunCount;
    private int endedCount;

    public void Looked(IReadOnlyList<JobStatus> jobs, int toRunCount)
    {
        (this.toRunCount, endedCount) = (toRunCount, 0);
        Console.Out.WriteLine($"{jobs.Count} jobs: {SweepTable.Counts(jobs)}; {toRunCount} to run");
    }

    public void Started(SweepJob job) => Console.Out.WriteLine($"started {job.Name}");

    public void Printed(SweepJob job, string line) { }

    public void Ended(SweepJob job, int exitCode, TimeSpan duration)
    {
        var count = Interlocked.Increment(ref endedCount);
        Console.Out.WriteLine(
            $"{(exitCode == 0 ? "done" : "ended with " + exitCode)} {job.Name} after "
            + $"{duration.TotalSeconds:F1} s ({count} of {toRunCount})");
    }

    public void Noted(string text) => Console.Out.WriteLine(text);
}
