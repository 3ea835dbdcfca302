using Alma.Experiments.Options;
using Alma.Runs;

namespace Alma.Experiments;

/// <summary>What an experiment needs: options, data, a device, a run folder, and whoever watches or stops it.</summary>
public sealed record ExperimentSetup(
    RunOptions Options, RunDatasets Datasets, ComputeDevice Device, RunFolder Folder, IRunWatcher Watcher, TimeProvider Time, CancellationToken Cancellation)
{
    /// <summary>Asked when somebody wants the run saved.</summary>
    public SaveRequest SaveRequest { get; init; } = new();

    /// <summary>Cancelled when another process has taken the folder over: nothing may be written any more.</summary>
    public CancellationToken Lost { get; init; }

    /// <summary>Threads that LibTorch computes with.</summary>
    public int ThreadCount { get; } = ThreadChoice.For(Options, Options.Stream.Train.Dataset);

    /// <summary>The log of the folder, without the rows that came after a checkpoint.</summary>
    public RunLog OpenLog(long metricBytes) => metricBytes > 0 || File.Exists(Folder.MetricsFile)
        ? RunLog.Resume(Folder, Time, metricBytes, Options.Logger.Modulo)
        : RunLog.Start(Folder, Time, Options.Logger.Modulo);
}
