using Alma.Experiments.Checkpoints;
using Alma.Experiments.Options;
using Alma.Learning.Compute;
using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Runs;
using Alma.Runs.Metrics;
using Alma.Runs.TensorBoard;

namespace Alma.Experiments;

/// <summary>
/// One run: a learner meets a stream. After every megabatch it is updated and evaluated, what that cost is counted, and all of
/// it is left in the run folder. Started on a folder with a checkpoint, it goes on from there.
/// </summary>
public sealed class Experiment : IDisposable
{
    private readonly ExperimentSetup setup;
    private readonly LearningTask task;
    private readonly MegabatchStream stream;
    private readonly ResumableUpdate update = new();
    private readonly Learner learner;
    private readonly StreamEvaluation evaluation;
    private readonly FurtherEvaluation further;
    private readonly RunLog log;
    private readonly CheckpointSaver checkpoints;
    private readonly MegabatchRecorder recorder;
    private readonly ExperimentState state;
    private readonly SavedCheckpoint? saved;
    private readonly int megabatchCount;
    private readonly WaitingTime waiting;

    /// <exception cref="Learning.LearningException">The options do not fit together or do not fit the data.</exception>
    /// <exception cref="SafetensorsException">The checkpoint is damaged.</exception>
    public Experiment(ExperimentSetup setup)
    {
        this.setup = setup;
        var options = setup.Options;
        ProcessSettings.Apply(setup.ThreadCount);
        var data = setup.Datasets.Main;
        saved = new CheckpointFile(setup.Folder, options.Checkpoint, options.Clmodel).Open();
        state = saved?.State ?? ExperimentState.Start;
        stream = options.Stream.Train.Cut(data.Train.Count, options.StreamLength);
        var classes = Classes(options.Stream.Train.Classes(data.Train.Labels, stream));
        task = LearningTask.From(data, setup.Device.Device, classes);
        if (saved is not null) new CheckpointCheck(saved, options, task, stream).Run();
        if (saved is not null)
            MetricLog.RefuseUnlessOf(
                setup.Folder.MetricsFile, state.MetricBytes, state.Update is null ? state.NextMegabatch - 1 : state.NextMegabatch);
        megabatchCount = options.MegabatchCount;
        waiting = options.Waiting;
        evaluation = new StreamEvaluation(task, stream, options.Evaluation);
        further = new FurtherEvaluation(setup, task);
        log = setup.OpenLog(state);
        recorder = new MegabatchRecorder(setup, log, state.Metrics, megabatchCount, update) { Classes = classes };
        learner = options.Clmodel.Build(
            new LearnerContext(task, new Seeds(options.Seed, options.Run), setup.Device.Device, recorder.Training, setup.Cancellation)
            {
                Update = update,
                Weights = InitialWeightsFile.Of(options, setup.Folder),
                Budget = options.Budget,
                Time = setup.Time,
            });
        saved?.RestoreTo(learner, setup.Device.Device);
        saved?.RestoreTo(update);
        var file = new CheckpointFile(setup.Folder, options.Checkpoint, options.Clmodel)
        {
            Config = setup.Config,
            Origin = ModelOrigin.Of(setup, classes),
        };
        checkpoints = new CheckpointSaver(file, learner, options.Checkpoint, setup.SaveRequest, log, setup.Time);
        if (saved?.Warning is { } warning) Warn(warning);
    }

    /// <summary>How long it has waited for checkpoints and models to be on the disk.</summary>
    public TimeSpan SavingTime => checkpoints.SavingTime;

    /// <summary>Runs from the first megabatch not learned from yet to the last.</summary>
    /// <exception cref="OperationCanceledException">
    /// Cancellation was asked for; the folder holds all that was done before this megabatch.
    /// </exception>
    /// <exception cref="Learning.LearningException">Training diverged, or a megabatch is too small.</exception>
    public void Run()
    {
        try
        {
            GoThroughStream();
            if (!setup.Options.Stream.Train.IsOpen) log.Ended(RunState.Done);
        }
        catch (Exception reason) when (!setup.Lost.IsCancellationRequested)
        {
            SaveLast(reason);
            throw;
        }
    }

    private void GoThroughStream()
    {
        WaitAgain();
        foreach (var megabatch in stream.StartingAt(state.NextMegabatch).Take(megabatchCount - state.NextMegabatch))
        {
            setup.Cancellation.ThrowIfCancellationRequested();
            recorder.Started(megabatch);
            // An update that is gone on with has told of its dump.
            if (setup.Arrival is { } arrival && arrival.Megabatch == megabatch.Index && (saved?.State.Update is null
                || state.NextMegabatch != megabatch.Index)) recorder.Arrived(arrival);
            var arrived = waiting.Arrive(megabatch); // null while it is waited for more
            if (arrived is not null)
                foreach (var epoch in learner.UpdateByEpoch(arrived)) // train: steps, validation, early stopping, best weights kept
                    checkpoints.SaveIfDue(recorder.StateInUpdate(), update);
            recorder.Updated(arrived is null ? learner.Cost.OfWaiting() : learner.Cost);
            var (result, worst) = evaluation.Evaluate(learner, megabatch.Index); // on the whole test set, or on the next megabatch
            recorder.Evaluated(result, further.Evaluate(learner, megabatch.Index));
            if (worst is not null) log.Write(worst);
            checkpoints.Save(recorder.StateAfter(megabatch));
        }
    }

    // A run of an earlier version goes on as it began: with outputs for all classes.
    private ClassArrivals? Classes(ClassArrivals? arrivals) => saved switch
    {
        null => arrivals,
        { State.ClassOrder: not null } => arrivals,
        // So does one whose classes all came with its first megabatch, unless its stream goes on.
        _ => setup.Options.Stream.Train.IsOpen
            && saved.State.Networks.All(network => network.ClassCount == arrivals?.CountAfter(0)) ? arrivals : null,
    };

    // For whatever reason the run ends, what is through need not be done again.
    private void SaveLast(Exception reason)
    {
        try
        {
            checkpoints.SaveLast();
            log.Ended(reason is OperationCanceledException ? RunState.Interrupted : RunState.Failed);
        }
        catch (Exception fault) when (RunFolderFault.Matches(fault))
        {
            // It goes on from the checkpoint there is. Where the folder is the reason too, the user is told once.
            if (!RunFolderFault.Matches(reason)) setup.Watcher.Warned($"The last epoch could not be saved: {fault.Message}");
        }
    }

    private void Warn(string warning)
    {
        log.Message(warning);
        setup.Watcher.Warned(warning);
    }

    // What waited when the checkpoint was saved waits again.
    private void WaitAgain()
    {
        var first = waiting.FirstWaiting(state.NextMegabatch);
        foreach (var megabatch in stream.StartingAt(first).Take(state.NextMegabatch - first)) waiting.Arrive(megabatch);
    }

    public void Dispose()
    {
        checkpoints.Dispose();
        saved?.Dispose();
        learner.Dispose();
        task.Dispose();
        further.Dispose();
        log.Dispose();
    }
}

/// <summary>What an experiment needs: options, data, a device, a run folder, and whoever watches or stops it.</summary>
public sealed record ExperimentSetup(
    RunOptions Options, RunDatasets Datasets, ComputeDevice Device, RunFolder Folder, IRunWatcher Watcher, TimeProvider Time,
    CancellationToken Cancellation)
{
    /// <summary>Asked when somebody wants the run saved.</summary>
    public SaveRequest SaveRequest { get; init; } = new();

    /// <summary>Whether it goes on as it was to: a run without an end, for which a dump has come.</summary>
    public bool HasWaited { get; init; }

    /// <summary>Cancelled when another process has taken the folder over: nothing may be written any more.</summary>
    public CancellationToken Lost { get; init; }

    /// <summary>What is known of a megabatch before it is learned from.</summary>
    public ArrivalNotes? Arrival { get; init; }

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
            new RunLogOptions
            {
                Modulo = Options.Logger.Modulo,
                ShowsImages = Options.Logger.Images,
                HyperParameters = HyperParameters,
                ClassNames = Datasets.Main.ClassNames,
            };
        if (state.MetricBytes == 0 && !File.Exists(Folder.MetricsFile)) return RunLog.Start(Folder, Time, options);
        var manifest = RunManifest.Read(Folder);
        (manifest with
        {
            MegabatchesDone = state.NextMegabatch,
            Resumptions = manifest.Resumptions + (HasWaited ? 0 : 1),
            Redone = manifest.Redone + RedoneWork.Past(Folder, state.MetricBytes),
            Resources = [.. manifest.Resources.Where(resources => resources.Megabatch < state.NextMegabatch)],
        }).Write(Folder);
        return RunLog.Resume(Folder, Time, state.MetricBytes, options);
    }
}

/// <summary>Somebody's wish, from any thread, that the run be saved at the next safe point and go on.</summary>
public sealed class SaveRequest
{
    private int isAsked;

    public void Ask() => Interlocked.Exchange(ref isAsked, 1);

    /// <summary>Whether it was asked since it was last taken.</summary>
    public bool Consume() => Interlocked.Exchange(ref isAsked, 0) == 1;
}
