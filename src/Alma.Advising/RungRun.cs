using Alma.Launching;
using Alma.Launching.Folder;
using Alma.Launching.States;

namespace Alma.Advising;

/// <summary>Brings jobs of a folder as far as a rung goes: starts what is missing, interrupted or has to go further, and waits.</summary>
public sealed class RungRun(
    SweepFolder folder, ILauncher launcher, IReadOnlyList<ILauncher> engines, ISweepWatcher watcher, TimeProvider time)
{
    private static readonly TimeSpan pollInterval = TimeSpan.FromSeconds(5);

    /// <summary>Whether jobs that failed are started again.</summary>
    public bool RetryFailed { get; init; }

    /// <returns>Of each job how it ended: it has come so far, or it has failed.</returns>
    /// <exception cref="LaunchException">Some did not come to their end, or an engine refuses.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public async Task<IReadOnlyList<RungState>> RunAsync(
        IReadOnlyList<PlannedJob> planned, IReadOnlyList<string> commandLine, CancellationToken stop)
    {
        SweepRecord.Write(folder, "advise", planned, commandLine);
        IReadOnlyList<SweepJob> jobs = [.. planned.Select(plan => plan.Job)];
        var before = Poll(jobs);
        IReadOnlyList<SweepJob> toRun = [.. before.Where(state => state.IsToRun(RetryFailed)).Select(state => state.Status.Job)];
        watcher.RungStarted([.. before.Select(state => state.Status)], toRun.Count);
        if (toRun.Count > 0) await launcher.LaunchAsync(folder, toRun, stop);
        stop.ThrowIfCancellationRequested();
        var after = Poll(jobs);
        while (after.Any(state => state.IsAtWork))
        {
            await Task.Delay(pollInterval, time, stop);
            after = Poll(jobs);
        }

        return after.Where(state => !state.HasArrived && !state.IsFailed).ToList() is [var first, ..] unended
            ? throw new LaunchException(
                $"{unended.Count} of {after.Count} runs did not come to their end, {first.Name} among them. "
                + "To go on with them, give the same command again.")
            : after;
    }

    private List<RungState> Poll(IReadOnlyList<SweepJob> jobs)
    {
        var held = engines.SelectMany(engine => engine.Poll(folder))
            .Where(known => known.Value.Place is EnginePlace.Queue or EnginePlace.Node)
            .Select(known => known.Key)
            .ToHashSet();
        return [.. SweepStatus.Read(folder, jobs, engines).Select(status => new RungState(status, held.Contains(status.Job.Name)))];
    }
}

/// <summary>How far a job is on its way to the end of a rung.</summary>
/// <param name="IsHeld">Whether an engine has it.</param>
public sealed record RungState(JobStatus Status, bool IsHeld)
{
    public string Name => Status.Job.Name;

    /// <summary>Why it failed, or null.</summary>
    public string? Note => Status.Note;

    /// <summary>Whether it has learned from as many dumps as it is to, be it that it has gone further.</summary>
    public bool HasArrived => Status.State is not JobState.Unreadable && Status.MegabatchesDone >= Status.Job.StopAfter;

    public bool IsFailed => !HasArrived && Status.State is JobState.Failed or JobState.Unreadable;

    /// <summary>Whether it goes on by itself.</summary>
    internal bool IsAtWork => !HasArrived && (Status.State is JobState.Queued or JobState.Running || (IsDoneBefore && IsHeld));

    /// <summary>Whether starting it would bring it nearer to its end.</summary>
    internal bool IsToRun(bool retryFailed) => !HasArrived && !IsHeld && (IsDoneBefore || Status.IsToRun(retryFailed));

    // It has done what an earlier rung asked of it.
    private bool IsDoneBefore => Status.State == JobState.Done;
}
