using System.Collections.Concurrent;
using Alma.Launching;
using Alma.Launching.States;
using Alma.Reports.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Cli.Display;

/// <summary>Shows a sweep on a terminal: what each running job printed last, and how many are through.</summary>
internal sealed class LiveSweepWatcher : ISweepWatcher
{
    private const int MaxNotes = 5;
    private const int Interrupted = 130;
    private const int Terminated = 143;
    private readonly ConcurrentDictionary<string, string> running = new();
    private readonly ConcurrentQueue<string> notes = new();
    private volatile int rungCount;
    private int endedCount;
    private int badCount;
    private int interruptedCount;

    /// <summary>
    /// What is to be seen now, in so many characters and lines at most: the last notes, the jobs that run, and how many are through.
    /// </summary>
    public IRenderable View(int width, int height)
    {
        var jobs = running.OrderBy(job => job.Key, StringComparer.Ordinal).ToList();
        var told = notes.TakeLast(MaxNotes).ToList();
        var shown = jobs.Take(Math.Max(1, height - told.Count - 1)).ToList();
        var names = OneLine.Names([.. shown.Select(job => job.Key)], width / 2);
        var nameWidth = names.Values.Select(OneLine.Width).DefaultIfEmpty().Max();
        IEnumerable<string> lines =
        [
            .. told,
            .. shown.Select(job => $"{OneLine.Padded(names[job.Key], nameWidth)}  {job.Value}"),
            Counts(jobs.Count, jobs.Count - shown.Count),
        ];
        return new Rows(lines.Select(line => new WrappedText(OneLine.Of(line, width))));
    }

    public void RungStarted(IReadOnlyList<JobStatus> jobs, int toRunCount)
    {
        (rungCount, endedCount, badCount, interruptedCount) = (toRunCount, 0, 0, 0);
        notes.Enqueue($"{jobs.Count} jobs: {SweepTable.Counts(jobs)}; {toRunCount} to run");
    }

    public void Started(SweepJob job) => running[job.Name] = "starts";

    public void Printed(SweepJob job, string line)
    {
        if (line.StartsWith("megabatch ", StringComparison.Ordinal)) running[job.Name] = line;
    }

    public void Ended(SweepJob job, int exitCode, TimeSpan duration)
    {
        running.TryRemove(job.Name, out _);
        Interlocked.Increment(ref endedCount);
        if (exitCode is Interrupted or Terminated)
        {
            Interlocked.Increment(ref interruptedCount);
        }
        else if (exitCode != 0)
        {
            Interlocked.Increment(ref badCount);
            notes.Enqueue($"{job.Name} ended with {exitCode} after {duration.TotalSeconds:F1} s");
        }
    }

    public void Noted(string text) => notes.Enqueue(text);

    private string Counts(int runningCount, int hiddenCount)
    {
        var interrupted = interruptedCount > 0 ? $", {interruptedCount} of them interrupted" : "";
        var bad = badCount > 0 ? $", {badCount} of them not well" : "";
        var hidden = hiddenCount > 0 ? $", and {hiddenCount} more than there are lines for" : "";
        return $"{endedCount} of {rungCount} jobs have ended{interrupted}{bad}, {runningCount} run{hidden}";
    }
}
