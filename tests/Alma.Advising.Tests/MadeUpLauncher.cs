using Alma.Launching;
using Alma.Launching.Folder;
using Alma.Launching.States;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Advising.Tests;

/// <summary>A launcher whose jobs are over at once: each leaves a run whose errors the test says.</summary>
internal sealed class MadeUpLauncher : ILauncher, ISweepWatcher
{
    /// <summary>The error of a candidate after a megabatch, for a seed.</summary>
    public required Func<string, int, int, double> Error { get; init; }

    /// <summary>What a candidate spends on a dump; 100 unless it is said.</summary>
    public Dictionary<string, double> Costs { get; } = [];

    /// <summary>Jobs that fail.</summary>
    public HashSet<string> Failing { get; } = [];

    /// <summary>The jobs that were run, each with the megabatches it came to.</summary>
    public List<string> Launched { get; } = [];

    /// <summary>Asked to stop after so many jobs, of which the last is left in the middle; null for never.</summary>
    public int? StopAfter { get; set; }

    public required CancellationTokenSource Stopping { get; init; }

    public Task LaunchAsync(SweepFolder sweep, IReadOnlyList<SweepJob> jobs, CancellationToken stop)
    {
        foreach (var job in jobs)
        {
            Launched.Add($"{job.Name} {job.StopAfter}");
            var isLast = Launched.Count == StopAfter;
            Leave(sweep, job, isLast ? RunState.Interrupted : Failing.Contains(job.Name) ? RunState.Failed : RunState.Done);
            if (isLast) Stopping.Cancel();
            if (stop.IsCancellationRequested) break;
        }

        return Task.CompletedTask;
    }

    public IReadOnlyDictionary<string, EngineState> Poll(SweepFolder sweep) => new Dictionary<string, EngineState>();

    public IReadOnlyList<string> Cancel(SweepFolder sweep) => [];

    public string? LogFile(SweepFolder sweep, SweepJob job) => null;

    public void RungStarted(IReadOnlyList<JobStatus> jobs, int toRunCount) { }

    public void Started(SweepJob job) { }

    public void Printed(SweepJob job, string line) { }

    public void Ended(SweepJob job, int exitCode, TimeSpan duration) { }

    public void Noted(string text) { }

    private void Leave(SweepFolder sweep, SweepJob job, RunState state)
    {
        var run = sweep.Run(job.Name) ?? RunFolder.Create(sweep.RunPath(job.Name));
        var end = job.Name.Split(',')[1];
        var seed = end == "probe" ? 0 : int.Parse(end["seed=".Length..], System.Globalization.CultureInfo.InvariantCulture);
        var done = state == RunState.Done ? job.StopAfter!.Value : job.StopAfter!.Value - 1;
        File.Delete(run.MetricsFile);
        using (var log = MetricLog.Open(run.MetricsFile))
            foreach (var row in Enumerable.Range(0, done).SelectMany(k => Rows(job.Recipe!, k, seed))) log.Write(row);
        new RunManifest
        {
            State = state,
            Recipe = job.Recipe!,
            Version = "0",
            CommandLine = [],
            Seed = seed,
            Host = "nowhere",
            ProcessId = 1,
            Started = DateTimeOffset.UnixEpoch,
            Ended = DateTimeOffset.UnixEpoch.AddSeconds(3),
            MegabatchesDone = done,
            MegabatchesTotal = job.StopAfter!.Value,
            Error = state == RunState.Failed ? "it broke" : null,
        }.Write(run);
    }

    private IEnumerable<MetricRow> Rows(string candidate, int k, int seed)
    {
        var errors = Enumerable.Range(0, k + 1).Select(megabatch => Error(candidate, megabatch, seed)).ToList();
        yield return new MetricRow(k, Splits.Test, k, MetricNames.Error, errors[^1]);
        yield return new MetricRow(k, Splits.Test, k, MetricNames.AverageError, errors.Average());
        yield return new MetricRow(k, Splits.Cost, k, MetricNames.MultiplyAddsTrainForward, Costs.GetValueOrDefault(candidate, 100));
        yield return new MetricRow(k, Splits.Cost, k, MetricNames.UpdateSeconds, 1);
    }
}
