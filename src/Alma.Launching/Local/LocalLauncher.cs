using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Alma.Launching.Folder;
using Alma.Launching.States;
using Alma.Runs;

namespace Alma.Launching.Local;

/// <summary>Runs jobs as processes on this machine, several at once, as long as memory lasts.</summary>
public sealed class LocalLauncher(LocalOptions options, JobProgram program, ISweepWatcher watcher, TimeProvider time) : ILauncher
{
    private static readonly TimeSpan pollInterval = TimeSpan.FromSeconds(1);
    private const int CouldNotStart = 127; // as a shell says it
    private readonly MemoryAdmission memory = MemoryAdmission.OfThisMachine();
    private readonly List<JobProcess> running = [];
    private readonly Lock gate = new();

    public async Task LaunchAsync(SweepFolder sweep, IReadOnlyList<SweepJob> jobs, CancellationToken stop)
    {
        using var mark = LauncherPidFile.Create(sweep);
        using var stopping = stop.Register(StopAllSafely);
        ObserveEarlierJobs(sweep);
        var waiting = new Queue<SweepJob>(jobs);
        var isHeldBack = false;
        while (running.Count > 0 || (waiting.Count > 0 && !stop.IsCancellationRequested))
        {
            if (waiting.Count > 0 && !File.Exists(sweep.RecordFile)) waiting.Clear(); // those that run find out by themselves
            while (waiting.Count > 0 && running.Count < options.JobCount && !stop.IsCancellationRequested && Fits(ref isHeldBack))
                Start(sweep, waiting.Dequeue(), stop);
            await Task.WhenAny([.. running.Select(job => job.Ended), Task.Delay(pollInterval, time, CancellationToken.None)]);
            foreach (var job in running.Where(job => job.Ended.IsCompleted).ToList()) Reap(sweep, job);
        }

        sweep.RequireThere();
    }

    /// <summary>Ends all jobs at once; they can be gone on with from their checkpoints.</summary>
    public void KillAll() => Each(job => job.Kill());

    /// <summary>Whether a job runs is to be seen from its run folder.</summary>
    public IReadOnlyDictionary<string, EngineState> Poll(SweepFolder sweep) => new Dictionary<string, EngineState>();

    public IReadOnlyList<string> Cancel(SweepFolder sweep) => LauncherPidFile.Interrupt(sweep);

    public string? LogFile(SweepFolder sweep, SweepJob job) => File.Exists(sweep.LogFile(job.Name)) ? sweep.LogFile(job.Name) : null;

    private void StopAllSafely() => Each(job => job.StopSafely());

    private void Each(Action<JobProcess> action)
    {
        lock (gate) running.ForEach(action);
    }

    /// <summary>What jobs of earlier times held.</summary>
    private void ObserveEarlierJobs(SweepFolder sweep)
    {
        foreach (var job in SweepRecord.Read(sweep).Jobs) ObserveMemory(sweep, job);
    }

    private void ObserveMemory(SweepFolder sweep, SweepJob job)
    {
        if (Manifest(sweep, job) is { Resources: { Count: > 0 } used }) memory.Observe(used.Max(megabatch => megabatch.PeakResidentBytes));
    }

    private static RunManifest? Manifest(SweepFolder sweep, SweepJob job)
    {
        try
        {
            return sweep.Run(job.Name) is { } run ? RunManifest.Read(run) : null;
        }
        catch (Exception fault) when (fault is RunFolderException or IOException or UnauthorizedAccessException)
        {
            return null; // its state says so
        }
    }

    private bool Fits(ref bool isHeldBack)
    {
        if (memory.Fits([.. running.Select(job => job.ProcessId)])) return true;
        if (!isHeldBack) watcher.Noted($"fewer jobs at once than could be: {memory.Explain()}");
        isHeldBack = true;
        return false;
    }

    private void Start(SweepFolder sweep, SweepJob job, CancellationToken stop)
    {
        var command = program.Job(sweep, job.Name, JobFlags.UntilInputEnds);
        var start = new ProcessStartInfo(command[0], command.Skip(1));
        // A run that goes on keeps its threads, and with them its bits.
        var processors = Manifest(sweep, job)?.Threads ?? options.ProcessorsPerJob;
        start.Environment["DOTNET_PROCESSOR_COUNT"] = processors.ToString(CultureInfo.InvariantCulture);
        watcher.Started(job);
        var log = new JobLog(sweep.LogFile(job.Name), watcher.Noted);
        try
        {
            lock (gate) running.Add(JobProcess.Start(job, start, log, time, line => watcher.Printed(job, line)));
        }
        catch (Exception refused) when (refused is Win32Exception or IOException)
        {
            watcher.Noted($"{job.Name} could not be started: {refused.Message}");
            watcher.Ended(job, CouldNotStart, TimeSpan.Zero);
        }

        if (stop.IsCancellationRequested) StopAllSafely(); // it came between the question and the start
    }

    private void Reap(SweepFolder sweep, JobProcess job)
    {
        job.Finish();
        lock (gate) running.Remove(job);
        ObserveMemory(sweep, job.Job);
        if (job.UnwrittenError is { } error) watcher.Noted($"{job.Job.Name}: {error}");
        watcher.Ended(job.Job, job.ExitCode, job.Duration);
        job.Dispose();
    }
}

/// <summary>How many jobs run here at once.</summary>
public sealed record LocalOptions
{
    /// <summary>At most; by default one per logical processor.</summary>
    public int JobCount { get; init; } = Environment.ProcessorCount;

    /// <summary>Processors that a job may count on: their equal part, at least one.</summary>
    public int ProcessorsPerJob => Math.Max(1, Environment.ProcessorCount / JobCount);
}
