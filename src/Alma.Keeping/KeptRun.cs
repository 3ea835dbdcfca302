using Alma.Config;
using Alma.Data;
using Alma.Data.Stores;
using Alma.Experiments;
using Alma.Experiments.Checkpoints;
using Alma.Runs;
using Alma.Runs.Locking;

namespace Alma.Keeping;

/// <summary>
/// A run without an end: learns from each dump when it has come, and waits in between. Each dump is learned by <see cref="ExperimentRun"/>
/// on the data set as it was when that dump had come, so what comes of it depends neither on when dumps come nor on how many lie waiting.
/// </summary>
/// <param name="request">Of the data set, read for a run without an end.</param>
/// <param name="held">The run's folder, which stays held.</param>
public sealed class KeptRun(RunRequest request, ComputeDevice device, RunLock held, DumpArrivals arrivals, KeepTools tools)
{
    private readonly RunFolder folder = held.Folder;
    private readonly KeptSteps steps = new(held.Folder, tools);

    /// <summary>Learns from what comes until it is cancelled; or, where it is to do so once, from what has come.</summary>
    /// <param name="keeping">How dumps come.</param>
    /// <exception cref="OperationCanceledException">Cancelled; what was being learned is gone on with another time.</exception>
    /// <exception cref="RunFolderException">The folder is gone, was taken over, or does not fit the data.</exception>
    /// <exception cref="DatasetException">The data set is gone or damaged.</exception>
    /// <exception cref="Config.ConfigException">A dump cannot be learned from by the config.</exception>
    public void Run(RunKeeping keeping, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, held.Lost);
        try
        {
            var next = new CheckpointFile(folder, request.Options.Checkpoint, request.Options.Clmodel).NextMegabatch();
            Begin(keeping, next);
            LearnWhatComes(next, stop.Token);
        }
        catch (Exception) when (held.Lost.IsCancellationRequested)
        {
            throw new RunFolderException($"{folder.Path} was taken over by another process: this one stops and writes no more.");
        }
        catch (Exception) when (!Directory.Exists(folder.Path))
        {
            throw folder.Gone();
        }
        catch (OperationCanceledException)
        {
            ChangeIfPossible(manifest => manifest with { State = RunState.Interrupted, Ended = tools.Time.GetUtcNow() });
            throw;
        }
        catch (Exception failure)
        {
            ChangeIfPossible(manifest => manifest with
            {
                State = RunState.Failed,
                Ended = tools.Time.GetUtcNow(),
                Error = manifest.Error ?? SettingKeys.Message(failure),
            });
            throw;
        }
    }

    /// <summary>Makes the folder of a run that begins and holds it, as if only the first dump to learn from had come.</summary>
    /// <param name="request">Of the data set, read for a run without an end.</param>
    /// <exception cref="RunFolderException">The folder that <c>run_dir</c> names already holds a run.</exception>
    public static RunLock Prepare(RunRequest request, ComputeDevice device, KeepTools tools, CancellationToken cancellation)
    {
        var part = request.OnDumps(store => store.WithFirstDumps(DumpCounts(store)[0]));
        using var datasets = RunDatasets.Load(part.Options, tools.Load, cancellation);
        return new NewRun(tools.Time, tools.Version).Prepare(part, datasets, device);
    }

    /// <summary>How many of the first dumps of a data set there are with each megabatch: one all of which is tested on is none.</summary>
    internal static IReadOnlyList<int> DumpCounts(Store store) =>
    [
        .. store.Manifest.Dumps.Select((dump, k) => (HasTraining: dump.Count > dump.TestCount, Count: k + 1))
            .Where(dump => dump.HasTraining)
            .Select(dump => dump.Count),
    ];

    private void Begin(RunKeeping keeping, int next)
    {
        var wait = request.Options.Stream.Train.Wait;
        var before = RunManifest.Read(folder);
        if (before.Keeping is null && next % wait != 0)
            throw new RunFolderException(
                $"{folder.Path} has learned at its end from fewer than the {wait} megabatches that {RunKeys.Wait} gathers, so it cannot "
                + $"be gone on with. Begin another in another {RunKeys.RunFolder}.");
        folder.UnmarkDone();
        var now = tools.Time.GetUtcNow();
        Change(manifest => manifest with
        {
            ProcessId = Environment.ProcessId,
            Host = Environment.MachineName,
            Ended = null,
            Error = null,
            Keeping = keeping with
            {
                // Killed in between, it has not told when it had learned.
                Dumps = [.. manifest.Keeping?.Dumps.Take(next).Select(dump => dump with { Learned = dump.Learned ?? now }) ?? []],
            },
        });
    }

    private void LearnWhatComes(int next, CancellationToken cancellation)
    {
        // A dump that cannot be learned from would stand in the way of all after it.
        arrivals.Check = store => request.OnDumps(_ => store);
        arrivals.MayMake = false;
        for (var (isTold, isLast) = (false, false); ;)
        {
            folder.RequireThere();
            var isMoreComing = arrivals.Take(tools.Watcher.Taken, cancellation);
            var first = next;
            var store = arrivals.Open();
            if (!isTold) DecideLast(store, next, cancellation);
            for (var counts = DumpCounts(store); next < counts.Count; next++) Learn(store, next, counts[next], cancellation);
            var keeping = RunManifest.Read(folder).Keeping!;
            if (!isTold || next > first) SayWaiting(keeping);
            if (keeping.Once && (!isMoreComing || isLast)) return;
            (isTold, isLast) = (true, next == first); // once: what is being written is waited for as long as dumps come
            Wait(keeping.Once ? keeping.SettleSeconds : keeping.PollSeconds, cancellation);
        }
    }

    private void Learn(Store store, int megabatch, int dumpCount, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var part = request.OnDumps(found => found.WithFirstDumps(dumpCount));
        MachineCheck.Refuse(part.Config, part.Options, Machine.WithFreeMemory, device.IsCpu);
        var dump = store.Manifest.Dumps[dumpCount - 1];
        var kept = new KeptDump(megabatch, dump.Name, dump.Count - dump.TestCount, dump.Imported);
        Note(kept);
        tools.Watcher.Learning(kept, watcher =>
        {
            steps.TellIfTooSmall(part.Options, megabatch, watcher);
            var arrival = steps.Examine(part.Options, store.WithFirstDumps(dumpCount), DumpCounts(store), megabatch, watcher, cancellation);
            Note(kept = kept with { Warnings = arrival?.Warnings ?? [] });
            using var datasets = RunDatasets.Load(part.Options, tools.Load, cancellation);
            new ExperimentRun(watcher, tools.Time, tools.Version) { SaveRequest = tools.SaveRequest, Arrival = arrival }
                .Learn(part, datasets, device, held, cancellation);
        });
        Note(kept = kept with { Learned = tools.Time.GetUtcNow() });
        Note(kept with { Promotion = steps.Decide(part.Options, megabatch, dumpCount, cancellation) });
    }

    // Killed after it had learned, it has not decided whether its model is the champion.
    private void DecideLast(Store store, int next, CancellationToken cancellation)
    {
        var counts = DumpCounts(store);
        if (RunManifest.Read(folder).Keeping?.Dumps is [.., { Promotion: null } last]
            && last.Megabatch == next - 1 && next <= counts.Count)
        {
            var then = request.OnDumps(found => found.WithFirstDumps(counts[next - 1])).Options;
            Note(last with { Promotion = steps.Decide(then, next - 1, counts[next - 1], cancellation) });
        }
    }

    private void Note(KeptDump dump) => Change(manifest => manifest with
    {
        Keeping = manifest.Keeping! with { Dumps = [.. manifest.Keeping.Dumps.Where(other => other.Megabatch < dump.Megabatch), dump] },
    });

    private void SayWaiting(RunKeeping keeping)
    {
        Change(manifest => manifest with { State = RunState.Waiting });
        tools.Watcher.Waiting(keeping);
    }

    private static void Wait(double seconds, CancellationToken cancellation)
    {
        cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(seconds));
        cancellation.ThrowIfCancellationRequested();
    }

    private void Change(Func<RunManifest, RunManifest> change) => change(RunManifest.Read(folder)).Write(folder);

    // It ends for a reason of its own, which must be told.
    private void ChangeIfPossible(Func<RunManifest, RunManifest> change)
    {
        try
        {
            Change(change);
        }
        catch (Exception fault) when (fault is RunFolderException or IOException or UnauthorizedAccessException)
        {
        }
    }
}

/// <summary>What a run without an end works with.</summary>
/// <param name="Watcher">Whoever looks on.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Load">Reads a data set that was not imported, on which models are tested too.</param>
/// <param name="SaveRequest">Asked when somebody wants what is being learned saved.</param>
public sealed record KeepTools(
    IKeepWatcher Watcher, TimeProvider Time, string Version, Func<DatasetEntry, string?, ImageDataset> Load, SaveRequest SaveRequest);
