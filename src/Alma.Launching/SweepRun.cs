using Alma.Launching.Definitions;
using Alma.Launching.Folder;
using Alma.Launching.States;
using Alma.Runs;
using Alma.Runs.Locking;

namespace Alma.Launching;

/// <summary>
/// A sweep from end to end: starts what is missing or unfinished, rung by rung. Nothing is remembered but what stands in the folders, so
/// the same sweep started again goes on where it was.
/// </summary>
public sealed class SweepRun(
    SweepPlan plan, SweepFolder folder, ILauncher launcher, IReadOnlyList<ILauncher> engines, ISweepWatcher watcher, TimeProvider time)
{
    private static readonly TimeSpan pollInterval = TimeSpan.FromSeconds(5);

    /// <summary>Whether jobs that failed are started again.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>Whether it is waited for jobs that an engine has; a rung that is not the last always is.</summary>
    public bool Waits { get; init; }

    /// <returns>The jobs that were chosen to run, of all rungs.</returns>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    /// <exception cref="RunFolderException">Another process runs a sweep in the folder.</exception>
    /// <exception cref="LaunchException">
    /// A job is there with another config, the folder is none of a sweep, or an engine refuses.
    /// </exception>
    public async Task<IReadOnlyList<JobStatus>> RunAsync(IReadOnlyList<string> commandLine, CancellationToken stop)
    {
        folder.Make();
        using var held = SweepLock.Acquire(folder.Path, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, held.Lost);
        try
        {
            return await RunRungsAsync(commandLine, ending.Token);
        }
        catch (OperationCanceledException) when (held.Lost.IsCancellationRequested)
        {
            throw new LaunchException($"{folder.Path} was taken over by another process: this one starts no more jobs.");
        }
    }

    private async Task<IReadOnlyList<JobStatus>> RunRungsAsync(IReadOnlyList<string> commandLine, CancellationToken stop)
    {
        var all = new List<JobStatus>();
        var rung = KnownJobs.Match(folder, plan.Rungs[0]);
        for (var index = 0; ; index++)
        {
            SweepRecord.Write(folder, plan.Recipe, rung, commandLine);
            var isLast = index + 1 == plan.Rungs.Count;
            var ended = await RunRungAsync([.. rung.Select(planned => planned.Job)], Waits || !isLast, stop);
            all.AddRange(ended);
            if (isLast) return all;
            var best = Best(rung, ended);
            if (best.Count == 0) return all;
            rung = KnownJobs.Match(folder, [.. plan.Rungs[index + 1].Where(planned => best.Contains(planned.Choice))]);
        }
    }

    private async Task<IReadOnlyList<JobStatus>> RunRungAsync(IReadOnlyList<SweepJob> jobs, bool waits, CancellationToken stop)
    {
        var before = Poll(jobs);
        IReadOnlyList<SweepJob> toRun = [.. before.Where(status => status.IsToRun(RetryFailed)).Select(status => status.Job)];
        watcher.RungStarted(before, toRun.Count);
        if (toRun.Count > 0) await launcher.LaunchAsync(folder, toRun, stop);
        stop.ThrowIfCancellationRequested();
        var after = Poll(jobs);
        while (waits && after.Any(status => status.State is JobState.Queued or JobState.Running))
        {
            await Task.Delay(pollInterval, time, stop);
            after = Poll(jobs);
        }

        return after;
    }

    private IReadOnlyList<JobStatus> Poll(IReadOnlyList<SweepJob> jobs) => SweepStatus.Read(folder, jobs, engines);

    /// <summary>
    /// The choices of the best part of a rung; none while jobs of it have to be gone on with. What failed is not among them.
    /// </summary>
    private HashSet<SweepChoice> Best(IReadOnlyList<PlannedJob> rung, IReadOnlyList<JobStatus> ended)
    {
        var halving = plan.Definition.Halving!;
        if (ended.Any(status => status.State is not (JobState.Done or JobState.Failed or JobState.Unreadable))) return [];
        return
        [
            .. rung.Zip(ended)
                .Where(pair => pair.Second.State == JobState.Done)
                .Select(pair => (pair.First.Choice, Score: halving.Score(folder.Run(pair.First.Job.Name)!)))
                .Where(ranked => ranked.Score is not null)
                .OrderByDescending(ranked => ranked.Score)
                .Take(halving.KeptCount(rung.Count))
                .Select(ranked => ranked.Choice),
        ];
    }
}
