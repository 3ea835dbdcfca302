using Alma.Experiments.Options;
using Alma.Learning.Learners;
using Alma.Learning.Training;
using Alma.Runs;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>
/// Saves a run after every megabatch, and the update under way after its epochs: as often as the options say, or else so seldom
/// that it costs less than a fiftieth of the time. The last epoch that is not on disk is kept in memory,
/// so that a run that is stopped loses none.
/// </summary>
internal sealed class CheckpointSaver(
    CheckpointFile file, Learner learner, CheckpointOptions options, SaveRequest request, RunLog log, TimeProvider time)
    : IDisposable
{
    private const int TimesAsLongWithout = 50;
    private long lastSave = time.GetTimestamp();
    private TimeSpan lastSaveTook = TimeSpan.FromSeconds(0.1); // a guess, until there was one
    private int epochsSinceSave;
    private CheckpointContent? unsaved;

    /// <summary>
    /// How long the run has waited for its checkpoints and models to be on the disk, and for the last epoch to be copied.
    /// </summary>
    public TimeSpan SavingTime { get; private set; }

    /// <summary>A megabatch is through.</summary>
    public void Save(ExperimentState state)
    {
        Save(() => file.Save(state, learner));
        Drop();
    }

    /// <summary>An epoch of the update is through: saves it if that is due or asked for, and else keeps a copy.</summary>
    /// <param name="state">Of the run, with how far the update is.</param>
    public void SaveIfDue(ExperimentState state, ResumableUpdate update)
    {
        using var scope = NewDisposeScope();
        epochsSinceSave++;
        Drop();
        var content = CheckpointContent.Of(state, learner.StateInUpdate, update);
        var isAsked = request.Consume();
        if (!IsDue() && !isAsked)
        {
            Timed(() => unsaved = content.Copy());
            return;
        }
        lastSaveTook = Save(() => file.Save(content));
        if (isAsked) log.Message($"megabatch {state.NextMegabatch}: saved after {state.Update!.EpochCount} epochs, as a signal asked");
    }

    /// <summary>The run stops within an update: saves the last epoch that is through, if it is not saved yet.</summary>
    public void SaveLast()
    {
        if (unsaved is null) return;
        Save(() => file.Save(unsaved));
        Drop();
    }

    public void Dispose() => Drop();

    private void Drop()
    {
        unsaved?.Dispose();
        unsaved = null;
    }

    private TimeSpan Save(Action save)
    {
        var took = Timed(() =>
        {
            log.Flush(toDisk: true); // the state counts on these rows
            save();
        });
        (lastSave, epochsSinceSave) = (time.GetTimestamp(), 0);
        return took;
    }

    private TimeSpan Timed(Action work)
    {
        var started = time.GetTimestamp();
        work();
        var took = time.GetElapsedTime(started);
        SavingTime += took;
        return took;
    }

    private bool IsDue()
    {
        var since = time.GetElapsedTime(lastSave);
        if (options is { EveryEpochs: null, EverySeconds: null }) return since >= TimesAsLongWithout * lastSaveTook;
        return epochsSinceSave >= options.EveryEpochs || since.TotalSeconds >= options.EverySeconds;
    }
}
