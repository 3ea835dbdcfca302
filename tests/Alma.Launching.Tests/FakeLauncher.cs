using Alma.Launching.Folder;
using Alma.Launching.States;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Launching.Tests;

/// <summary>A launcher whose jobs are over at once: they leave the run folder that the test says.</summary>
internal sealed class FakeLauncher : ILauncher
{
    /// <summary>How a job ends, by its name; done unless it is said.</summary>
    public Dictionary<string, RunState> Ends { get; } = [];

    /// <summary>The validation accuracy of a job; 0.5 unless it is said.</summary>
    public Func<string, double> Score { get; init; } = _ => 0.5;

    /// <summary>What the engine says of jobs.</summary>
    public Dictionary<string, EngineState> Engine { get; } = [];

    public List<string> Launched { get; } = [];

    public Task LaunchAsync(SweepFolder sweep, IReadOnlyList<SweepJob> jobs, CancellationToken stop)
    {
        foreach (var job in jobs)
        {
            Launched.Add(job.Name);
            Leave(sweep, job.Name, Ends.GetValueOrDefault(job.Name, RunState.Done));
        }

        return Task.CompletedTask;
    }

    public IReadOnlyDictionary<string, EngineState> Poll(SweepFolder sweep) => Engine;

    public IReadOnlyList<string> Cancel(SweepFolder sweep) => [];

    public string? LogFile(SweepFolder sweep, SweepJob job) => sweep.LogFile(job.Name);

    public void Leave(SweepFolder sweep, string job, RunState state)
    {
        var run = sweep.Run(job) ?? RunFolder.Create(sweep.RunPath(job));
        new RunManifest
        {
            State = state,
            Recipe = "fake",
            Version = "0",
            CommandLine = [],
            Seed = 0,
            Host = "nowhere",
            ProcessId = 1,
            Started = DateTimeOffset.UnixEpoch,
            MegabatchesTotal = 1,
            Error = state == RunState.Failed ? "it broke" : null,
        }.Write(run);
        using var log = MetricLog.Open(run.MetricsFile);
        log.Write(new MetricRow(0, Splits.Validation, 0, MetricNames.BestAccuracy, Score(job)));
    }
}
