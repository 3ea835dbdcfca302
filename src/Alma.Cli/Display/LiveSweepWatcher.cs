using System.Collections.Concurrent;
using Alma.Launching;
using Alma.Launching.States;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Cli.Display;

/// <summary>Shows a sweep on a terminal: what each running job printed last, and how many are through.</summary>
internal sealed class LiveSweepWatcher : ISweepWatcher
{
    private readonly ConcurrentDictionary<string, string> running = new();
    private readonly ConcurrentQueue<string> notes = new();
    private volatile int toRunCount;
    private int endedCount;
    private int badCount;

    /// <summary>What is to be seen now.</summary>
    public IRenderable View()
    {
        var grid = new Grid().AddColumns(2);
        foreach (var (name, line) in running.OrderBy(job => job.Key, StringComparer.Ordinal)) grid.AddRow(new Text(name), new Text(line) { Overflow = Overflow.Ellipsis });
        var bad = badCount > 0 ? $", {badCount} of them not well" : "";
        return new Rows([.. notes.Select(note => new Text(note)), grid, new Text($"{endedCount} of {toRunCount} jobs have ended{bad}, {running.Count} run")]);
    }

    public void Looked(IReadOnlyList<JobStatus> jobs, int toRunCount)
    {
        (this.toRunCount, endedCount, badCount) = (toRunCount, 0, 0);
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
        if (exitCode != 0) Interlocked.Increment(ref badCount);
    }

    public void Noted(string text) => notes.Enqueue(text);
}
