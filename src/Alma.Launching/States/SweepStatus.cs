using Alma.Launching.Folder;
using Alma.Runs;
using Alma.Runs.Catalog;

namespace Alma.Launching.States;

/// <summary>Where the jobs of a sweep are: read from their run folders, and asked of the engines that have some.</summary>
public static class SweepStatus
{
    /// <exception cref="LaunchException">An engine that had jobs of the sweep cannot be asked: what it has now is not known.</exception>
    public static IReadOnlyList<JobStatus> Read(
        SweepFolder folder, IReadOnlyList<SweepJob> jobs, params IReadOnlyList<ILauncher> launchers) =>
            Read(folder, jobs, launchers.SelectMany(launcher => launcher.Poll(folder)), launchers);

    /// <summary>
    /// The same for who only wants to see it: of an engine that cannot be asked from this machine nothing is known
    /// but what stands in the run folders.
    /// </summary>
    public static IReadOnlyList<JobStatus> ReadAsFarAsKnown(
        SweepFolder folder, IReadOnlyList<SweepJob> jobs, IReadOnlyList<ILauncher> launchers, Action<string> warn)
    {
        var states = new List<KeyValuePair<string, EngineState>>();
        foreach (var launcher in launchers)
        {
            try
            {
                states.AddRange(launcher.Poll(folder));
            }
            catch (LaunchException failure)
            {
                warn($"{failure.Message} The states are those of the run folders; jobs that wait on a cluster look as if nobody had them.");
            }
        }

        return Read(folder, jobs, states, launchers);
    }

    private static IReadOnlyList<JobStatus> Read(
        SweepFolder folder,
        IReadOnlyList<SweepJob> jobs,
        IEnumerable<KeyValuePair<string, EngineState>> states,
        IReadOnlyList<ILauncher> launchers)
    {
        var engines = states.DistinctBy(known => known.Key).ToDictionary();
        return [.. jobs.AsParallel().AsOrdered().Select(job => TryRead(folder, job, engines.GetValueOrDefault(job.Name), launchers))];
    }

    // One job's fault hides no other.
    private static JobStatus TryRead(SweepFolder folder, SweepJob job, EngineState? engine, IReadOnlyList<ILauncher> launchers)
    {
        try
        {
            return Read(folder, job, engine, launchers);
        }
        catch (Exception fault) when (RunFault.Matches(fault))
        {
            return new JobStatus(job, JobState.Unreadable, 0, null, null, RunFault.Describe(folder.RunPath(job.Name), fault));
        }
    }

    private static JobStatus Read(SweepFolder folder, SweepJob job, EngineState? engine, IReadOnlyList<ILauncher> launchers)
    {
        if (folder.Run(job.Name) is not { } run) return NotStarted(folder, job, engine, launchers);
        var found = RunCatalog.Read(run.Path);
        var state = found.State switch
        {
            CatalogState.Running => JobState.Running,
            CatalogState.Done => JobState.Done,
            CatalogState.Unreadable => JobState.Unreadable,
            _ when Held(engine) is { } held => held,
            CatalogState.Failed => JobState.Failed,
            CatalogState.Interrupted => JobState.Interrupted,
            _ => JobState.Dead,
        };
        var note = state is JobState.Failed ? found.Manifest?.Error : found.Problem ?? (state == JobState.Done ? null : engine?.Note);
        return new JobStatus(job, state, found.Manifest?.MegabatchesDone ?? 0, found.Manifest?.MegabatchesTotal, found.TestAccuracy, note);
    }

    // What failed before it made a folder left its error as the last line that it printed.
    private static JobStatus NotStarted(SweepFolder folder, SweepJob job, EngineState? engine, IReadOnlyList<ILauncher> launchers)
    {
        if (Held(engine) is { } held) return new JobStatus(job, held, 0, null, null, engine!.Note);
        var error = launchers.Select(launcher => launcher.LogFile(folder, job))
            .OfType<string>()
            .Where(folder.IsOwnFile)
            .Select(LogTail.Error)
            .FirstOrDefault(line => line is not null);
        return new JobStatus(job, error is null ? JobState.Missing : JobState.Failed, 0, null, null, error ?? engine?.Note);
    }

    private static JobState? Held(EngineState? engine) => engine?.Place switch
    {
        EnginePlace.Queue => JobState.Queued,
        EnginePlace.Node => JobState.Running,
        _ => null,
    };
}
