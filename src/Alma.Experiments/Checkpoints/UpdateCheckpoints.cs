using Alma.Experiments.Options;
using Alma.Learning.Learners;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>
/// Saves the update under way after its epochs: as often as the options say, or else so seldom that it costs less than a
/// fiftieth of the time. The last epoch that is not on disk is kept in memory, so that a run that is stopped loses none.
/// </summary>
internal sealed class UpdateCheckpoints(CheckpointFile file, Learner learner, CheckpointOptions options, SaveRequest request, TimeProvider time) : IDisposable
{
    private const int TimesAsLongWithout = 50;
    private long lastSave = time.GetTimestamp();
    private TimeSpan lastSaveTook;
    private int epochsSinceSave;
    private CheckpointContent? unsaved;

    /// <summary>An epoch of the update is through.</summary>
    /// <param name="state">Of the run, with how far the update is.</param>
    /// <param name="flush">Brings the rows that the state counts on to the disk.</param>
    public void Reached(ExperimentState state, UpdateJournal update, Action flush)
    {
        using var scope = NewDisposeScope();
        epochsSinceSave++;
        Forget();
        var content = CheckpointContent.Of(state, learner.StateInUpdate, update);
        if (!IsDue() && !request.Take())
        {
            unsaved = content.Copy();
            return;
        }
        var started = time.GetTimestamp();
        flush();
        file.Save(content);
        (lastSave, epochsSinceSave, lastSaveTook) = (time.GetTimestamp(), 0, time.GetElapsedTime(started));
    }

    /// <summary>The run stops within an update: saves the last epoch that is through, if it is not saved yet.</summary>
    public void SaveLast(Action flush)
    {
        if (unsaved is null) return;
        flush();
        file.Save(unsaved);
        Forget();
    }

    /// <summary>The update is through, and saved as such.</summary>
    public void Forget()
    {
        unsaved?.Dispose();
        unsaved = null;
    }

    public void Dispose() => Forget();

    private bool IsDue()
    {
        var since = time.GetElapsedTime(lastSave);
        if (options is { EveryEpochs: null, EverySeconds: null }) return since >= TimesAsLongWithout * lastSaveTook;
        return epochsSinceSave >= options.EveryEpochs || since.TotalSeconds >= options.EverySeconds;
    }
}
