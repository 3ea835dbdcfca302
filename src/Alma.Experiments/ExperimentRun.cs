using Alma.Experiments.Checkpoints;
using Alma.Runs;
using Alma.Runs.Locking;

namespace Alma.Experiments;

/// <summary>
/// A run from end to end: makes its folder, runs the experiment in it, and says in the manifest how it ended, whatever
/// happens.
/// </summary>
public sealed class ExperimentRun(IRunWatcher watcher, TimeProvider time, string version)
{
    /// <summary>Asked when the run is to be saved and to go on.</summary>
    public SaveRequest SaveRequest { get; init; } = new();

    /// <summary>What is known of the megabatch that comes next.</summary>
    public ArrivalNotes? Arrival { get; init; }

    /// <summary>Makes the folder of a new run, with its config and manifest, and holds it for this process.</summary>
    /// <exception cref="RunFolderException">The folder that <c>run_dir</c> names already holds a run.</exception>
    public RunLock Prepare(RunRequest request, RunDatasets datasets, ComputeDevice device) =>
        new NewRun(time, version).Prepare(request, datasets, device);

    /// <summary>Runs what is in the folder to its end, from its checkpoint if it has one, and gives the folder free.</summary>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    /// <exception cref="Learning.LearningException">Training failed.</exception>
    /// <exception cref="RunFolderException">
    /// Another process has taken the folder over, the folder cannot be written, or the config or the data is not what the run began with.
    /// </exception>
    public void Execute(RunRequest request, RunDatasets datasets, ComputeDevice device, RunLock held, CancellationToken cancellation)
    {
        using var givenFree = held;
        Learn(request, datasets, device, held, cancellation);
    }

    /// <summary>The same, and the folder stays held. A run without an end has then learned from all there is, and waits.</summary>
    /// <inheritdoc cref="Execute" path="/exception"/>
    public void Learn(RunRequest request, RunDatasets datasets, ComputeDevice device, RunLock held, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, held.Lost);
        var folder = held.Folder;
        var before = RunManifest.Read(folder);
        datasets.RefuseChanged(before);
        CheckpointConfig.RefuseChanged(folder, request);
        var begun = Mark(folder, manifest => manifest with
        {
            State = RunState.Running,
            ProcessId = Environment.ProcessId,
            Host = Environment.MachineName,
            Ended = null,
            Error = null,
            Seed = request.Options.Seed,
            Device = device.Device.ToString(),
            MegabatchesTotal = request.Options.MegabatchCount,
            Threads = request.Options.Threads ?? manifest.Threads,
            Classes = datasets.Main.ClassNames,
            // Before it had a checkpoint, a run may have been given another data set.
            DatasetChecksums = !request.IsOpen && manifest.DatasetChecksums.Keys.Order().SequenceEqual(datasets.Checksums.Keys.Order())
                ? manifest.DatasetChecksums
                : datasets.Checksums,
        });
        folder.UnmarkDone();
        try
        {
            var setup = new ExperimentSetup(request.Options, datasets, device, folder, watcher, time, stop.Token)
            {
                SaveRequest = SaveRequest,
                Arrival = Arrival,
                Lost = held.Lost,
                HasWaited = before.State == RunState.Waiting,
                Config = PinnedConfig.Of(request),
                Recipe = request.Recipe,
                HyperParameters = request.HyperParameters(),
                ThreadCount = request.Options.Threads
                    ?? begun.Threads
                    ?? ThreadChoice.For(request.Options, request.Options.Stream.Train.Dataset),
            };
            RunExperiment(setup);
            if (!request.IsOpen) folder.MarkDone();
            var state = request.IsOpen ? RunState.Waiting : RunState.Done;
            Mark(folder, manifest => manifest with { State = state, Ended = request.IsOpen ? null : time.GetUtcNow() });
        }
        catch (Exception fault) when (!Directory.Exists(folder.Path) && fault is not OperationCanceledException)
        {
            throw folder.Gone();
        }
        catch (Exception) when (held.Lost.IsCancellationRequested)
        {
            throw new RunFolderException($"{folder.Path} was taken over by another process: this one stops and writes no more.");
        }
        catch (OperationCanceledException)
        {
            MarkIfPossible(folder, manifest => manifest with { State = RunState.Interrupted, Ended = time.GetUtcNow() });
            throw;
        }
        catch (Exception fault) when (RunFolderFault.Explanation(folder, fault) is { } explanation)
        {
            MarkFailed(folder, explanation);
            throw new RunFolderException(explanation, fault);
        }
        catch (Exception failure)
        {
            MarkFailed(folder, MemoryLimit.Explanation(failure) ?? SettingKeys.Message(failure));
            throw;
        }
    }

    /// <summary>Says in the manifest of a run of this process that it has failed, where it says nothing of an end yet.</summary>
    public static void MarkFailedIfOpen(RunFolder folder, TimeProvider time, Exception failure)
    {
        try
        {
            var manifest = RunManifest.Read(folder);
            if (manifest.State != RunState.Running
                || manifest.ProcessId != Environment.ProcessId
                || manifest.Host != Environment.MachineName)
                return;
            (manifest with { State = RunState.Failed, Ended = time.GetUtcNow(), Error = SettingKeys.Message(failure) }).Write(folder);
        }
        catch (Exception fault) when (RunFolderFault.Matches(fault))
        {
            // What made it fail is told.
        }
    }

    private void MarkFailed(RunFolder folder, string error) =>
        MarkIfPossible(folder, manifest => manifest with { State = RunState.Failed, Ended = time.GetUtcNow(), Error = error });

    // The run ends for a reason of its own, which must be told; of a process that is gone everybody sees that it runs no more.
    private void MarkIfPossible(RunFolder folder, Func<RunManifest, RunManifest> change)
    {
        try
        {
            Mark(folder, change);
        }
        catch (Exception fault) when (RunFolderFault.Matches(fault))
        {
            // else that is told
            if (Directory.Exists(folder.Path)) watcher.Warned($"{folder.ManifestFile} could not be written: {fault.Message}");
        }
    }

    private void RunExperiment(ExperimentSetup setup)
    {
        using var experiment = new Experiment(setup);
        try
        {
            experiment.Run();
        }
        finally
        {
            if (!setup.Lost.IsCancellationRequested)
                MarkIfPossible(setup.Folder, manifest =>
                    manifest with { SavingSeconds = manifest.SavingSeconds + experiment.SavingTime.TotalSeconds });
        }
    }

    private static RunManifest Mark(RunFolder folder, Func<RunManifest, RunManifest> change)
    {
        var changed = change(RunManifest.Read(folder));
        changed.Write(folder);
        return changed;
    }
}
