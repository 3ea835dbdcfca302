using Alma.Experiments.Checkpoints;
using Alma.Experiments.Options;
using Alma.Runs;
using Alma.Runs.TensorBoard;

namespace Alma.Experiments;

/// <summary>What an experiment needs: options, data, a device, a run folder, and whoever watches or stops it.</summary>
public sealed record ExperimentSetup(
    RunOptions Options, RunDatasets Datasets, ComputeDevice Device, RunFolder Folder, IRunWatcher Watcher, TimeProvider Time,
    CancellationToken Cancellation)
{
    /// <summary>Asked when somebody wants the run saved.</summary>
    public SaveRequest SaveRequest { get; init; } = new();

    /// <summary>Cancelled when another process has taken the folder over: nothing may be written any more.</summary>
    public CancellationToken Lost { get; init; }

    /// <summary>What a checkpoint is tied to.</summary>
    public PinnedConfig? Config { get; init; }

    /// <summary>The recipe's name, for the models.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>What TensorBoard tells this run from others by.</summary>
    public IReadOnlyList<HyperParameter> HyperParameters { get; init; } = [];

    /// <summary>
    /// Threads that LibTorch computes with; a run that is gone on with keeps to the number it began with, on which its bits may depend.
    /// </summary>
    public required int ThreadCount { get; init; }

    /// <summary>
    /// The log of the folder, without the rows that came after a checkpoint: the manifest says what work these stood for.
    /// </summary>
    public RunLog OpenLog(ExperimentState state)
    {
        var options =
            new RunLogOptions { Modulo = Options.Logger.Modulo, ShowsImages = Options.Logger.Images, HyperParameters = HyperParameters };
        if (state.MetricBytes == 0 && !File.Exists(Folder.MetricsFile)) return RunLog.Start(Folder, Time, options);
        var manifest = RunManifest.Read(Folder);
        (manifest with
        {
            MegabatchesDone = state.NextMegabatch,
            Resumptions = manifest.Resumptions + 1,
            Redone = manifest.Redone + RedoneWork.Past(Folder, state.MetricBytes),
            Resources = [.. manifest.Resources.Where(resources => resources.Megabatch < state.NextMegabatch)],
        }).Write(Folder);
        return RunLog.Resume(Folder, Time, state.MetricBytes, options);
    }
}
