using Alma.Launching.States;

namespace Alma.Launching.Tests;

/// <summary>Keeps what it sees.</summary>
internal sealed class QuietWatcher : ISweepWatcher
{
    private int running;

    public int MostAtOnce { get; private set; }

    public List<string> Seen { get; } = [];

    public void RungStarted(IReadOnlyList<JobStatus> jobs, int toRunCount) => Add($"{toRunCount} to run");

    public void Started(SweepJob job)
    {
        running++;
        MostAtOnce = Math.Max(MostAtOnce, running);
        Add($"started {job.Name}");
    }

    public void Printed(SweepJob job, string line) => Add($"{job.Name}: {line}");

    public void Ended(SweepJob job, int exitCode, TimeSpan duration)
    {
        running--;
        Add($"ended {job.Name} {exitCode}");
    }

    public void Noted(string text) => Add(text);

    private void Add(string text)
    {
        lock (Seen) Seen.Add(text);
    }
}
