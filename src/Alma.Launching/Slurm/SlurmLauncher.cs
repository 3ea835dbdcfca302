using System.Collections.Concurrent;
using System.Globalization;
using Alma.Launching.Folder;
using Alma.Launching.States;
using Alma.Runs;

namespace Alma.Launching.Slurm;

/// <summary>Hands jobs to a SLURM cluster as arrays of tasks, which outlive this process.</summary>
public sealed class SlurmLauncher(SlurmOptions options, SlurmCommands slurm, JobProgram program, ISweepWatcher watcher) : ILauncher
{
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> logs = new();

    /// <summary>Whether a report is made once all jobs have ended.</summary>
    public bool Reports { get; init; }

    /// <summary>The environment that jobs get their variables from.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    public Task LaunchAsync(SweepFolder sweep, IReadOnlyList<SweepJob> jobs, CancellationToken stop)
    {
        var whole = SweepFolder.At(Path.GetFullPath(sweep.Path));
        Directory.CreateDirectory(whole.SlurmFolder);
        foreach (var job in jobs) File.Delete(whole.TimeoutsFile(job.Name));
        var submitted = new List<string>();
        foreach (var part in jobs.Chunk(slurm.LargestArray() - 1))
        {
            stop.ThrowIfCancellationRequested();
            // Each array keeps to its own limit of tasks at once; one after the other they keep to it together.
            submitted.Add(Submit(whole, part, submitted.LastOrDefault()));
            watcher.Noted($"submitted {part.Length} jobs as SLURM job {submitted[^1]}");
        }

        if (Reports) watcher.Noted($"the report comes with SLURM job {SubmitReport(whole, submitted[^1])}");
        logs.Clear();
        return Task.CompletedTask;
    }

    public IReadOnlyDictionary<string, EngineState> Poll(SweepFolder sweep)
    {
        var submissions = Submission.All(sweep);
        if (submissions.Count == 0) return new Dictionary<string, EngineState>();
        var queue = slurm.Queue();
        var known = queue.Concat(slurm.History(submissions.Select(submission => submission.Job)).Where(task => !IsEndedWell(task.State)));
        var tasks = known.Where(task => task.Task is not null).DistinctBy(task => (task.Job, task.Task)).ToLookup(task => task.Job);
        return submissions.Reverse()
            .SelectMany(submission => tasks[submission.Job].Where(task => task.Task < submission.Names.Count)
                .Select(task => KeyValuePair.Create(submission.Names[task.Task!.Value], StateOf(task))))
            .DistinctBy(state => state.Key)
            .ToDictionary();
    }

    public IReadOnlyList<string> Cancel(SweepFolder sweep)
    {
        List<Submission> submissions = [.. Submission.Readable(sweep)];
        var waiting = submissions.Count == 0 ? [] : slurm.Queue().Select(task => task.Job).ToHashSet();
        List<string> jobs = [.. submissions.Select(submission => submission.Job).Where(waiting.Contains)];
        if (jobs.Count > 0) slurm.Cancel(jobs);
        return [.. jobs.Select(job => $"cancelled SLURM job {job}"),
            .. Submission.Damaged(sweep).Select(fault => $"not cancelled, as its number is not known: {fault}")];
    }

    public string? LogFile(SweepFolder sweep, SweepJob job) => logs.GetOrAdd(sweep.Path, _ => Logs(sweep)).GetValueOrDefault(job.Name);

    private string Submit(SweepFolder sweep, SweepJob[] jobs, string? after)
    {
        var number = Submission.NextNumber(sweep);
        var list = sweep.SubmissionFile(number, "jobs");
        var command = program.Job(
            sweep,
            JobFlags.List, list,
            JobFlags.MaxTimeouts, options.MaxNumTimeout.ToString(CultureInfo.InvariantCulture),
            JobFlags.SignalDelay, options.SignalDelayS.ToString(CultureInfo.InvariantCulture));
        var log = Path.Combine(ScriptText.Path(LogFolder(sweep)), "%A_%a.log");
        var script = sweep.SubmissionFile(number, "sbatch");
        // refused before anything is written
        var text = BatchScript.Array(options, NameOf(sweep), jobs.Length, log, after, command, Variable);
        AtomicFile.WriteText(list, string.Concat(jobs.Select(job => job.Name + "\n")), within: sweep.Path);
        AtomicFile.WriteText(script, text, within: sweep.Path);
        var submission = new Submission(slurm.Submit(script, Environment.CurrentDirectory), log, [.. jobs.Select(job => job.Name)]);
        submission.Write(sweep, number);
        return submission.Job;
    }

    private string SubmitReport(SweepFolder sweep, string after)
    {
        var script = Path.Combine(sweep.SlurmFolder, "report.sbatch");
        IReadOnlyList<string> command = [.. program.Command, "report", sweep.Path, "-o", Path.Combine(sweep.Path, "report.html")];
        AtomicFile.WriteText(
            script,
            BatchScript.Report(
                options, NameOf(sweep), Path.Combine(ScriptText.Path(LogFolder(sweep)), "report_%j.log"), after, command, Variable),
            within: sweep.Path);
        return slurm.Submit(script, Environment.CurrentDirectory);
    }

    private string LogFolder(SweepFolder sweep)
    {
        var asked = options.SubmititFolder is { } folder
            ? string.Join('/', folder.Split('/').Where(step => step != "%j"))
            : sweep.SlurmFolder;
        try
        {
            return Directory.CreateDirectory(asked).FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException($"hydra.launcher.submitit_folder={asked} cannot be made: {failure.Message}", failure);
        }
    }

    private static string NameOf(SweepFolder sweep) => $"alma-{Path.GetFileName(Path.TrimEndingDirectorySeparator(sweep.Path))}";

    private static Dictionary<string, string> Logs(SweepFolder sweep)
    {
        var logs = new Dictionary<string, string>();
        foreach (var submission in Submission.Readable(sweep))
            for (var task = 0; task < submission.Names.Count; task++) logs[submission.Names[task]] = submission.LogOf(task);
        return logs;
    }

    private static bool IsEndedWell(string state) => state.StartsWith("COMPLETED", StringComparison.Ordinal);

    private static EngineState StateOf(QueuedTask task)
    {
        var place = task.State switch
        {
            "PENDING" or "REQUEUED" or "REQUEUE_HOLD" or "SPECIAL_EXIT" => EnginePlace.Queue,
            "RUNNING" or "COMPLETING" or "CONFIGURING" or "SUSPENDED" or "STOPPED" or "SIGNALING" or "STAGE_OUT" or "RESIZING" =>
                EnginePlace.Node,
            _ => EnginePlace.History,
        };
        var reason = task.Reason.Length > 0 ? $", {task.Reason}" : "";
        return new EngineState(place, $"SLURM job {task.Job}_{task.Task}: {task.State.ToLowerInvariant()}{reason}");
    }
}
