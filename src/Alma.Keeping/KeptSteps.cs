using Alma.Data;
using Alma.Data.Stores;
using Alma.Experiments;
using Alma.Experiments.Checkpoints;
using Alma.Experiments.Options;
using Alma.Keeping.Drift;
using Alma.Keeping.Promotion;
using Alma.Learning.Streams;
using Alma.Onnx;
using Alma.Runs;
using Alma.Serving.Models;

namespace Alma.Keeping;

/// <summary>
/// What a run without an end does before and after it learns from a dump. Neither keeps it from learning: what goes wrong there is told.
/// </summary>
internal sealed class KeptSteps(RunFolder run, KeepTools tools)
{
    /// <summary>Looks at the last dump of a data set before it is learned from.</summary>
    /// <param name="options">As of the dumps that there are with the megabatch.</param>
    /// <param name="store">With the dumps that there are with the megabatch.</param>
    /// <param name="dumpCounts">How many of the first dumps there are with each megabatch.</param>
    /// <returns>Null where it cannot be looked at.</returns>
    public ArrivalNotes? Examine(
        RunOptions options, Store store, IReadOnlyList<int> dumpCounts, int megabatch, IRunWatcher watcher,
        CancellationToken cancellation)
    {
        try
        {
            var examination = new ArrivalExamination(run, options.Drift) { HasModel = options.Waiting.UpdatesBefore(megabatch) > 0 };
            return ArrivalNotes.Of(examination.Examine(store, [.. dumpCounts.Take(megabatch + 1)], cancellation));
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            watcher.Warned($"The dump was not looked at before it is learned from: {fault.Message}");
            return null;
        }
    }

    /// <summary>Registers the model after a megabatch, and makes it the champion where it is not worse.</summary>
    /// <returns>What became of it, in a sentence; null where there is no model to register.</returns>
    /// <param name="options">As of the dumps that there were with the megabatch.</param>
    public string? Decide(RunOptions options, int megabatch, int dumpCount, CancellationToken cancellation)
    {
        // A megabatch that waits leaves the model as it was.
        if (!options.Checkpoint.KeepModels || !options.Waiting.IsTime(megabatch)) return null;
        var outcome = new ModelPromotion(run, options, tools.Time).TryRun(megabatch, dumpCount, cancellation);
        RunLog.Append(run, tools.Time, $"megabatch {megabatch}: {outcome.Text}");
        if (outcome.Warning is { } warning) RunLog.Append(run, tools.Time, $"megabatch {megabatch}: warning: {warning}");
        tools.Watcher.Decided(outcome);
        return outcome.Text;
    }

    /// <summary>Tells where a dump waits although by the waiting time it would be learned from.</summary>
    public void TellIfTooSmall(RunOptions options, int megabatch, IRunWatcher watcher)
    {
        var isTime = new WaitingTime(options.Stream.Train.Wait, int.MaxValue).IsTime(megabatch);
        if (!isTime || options.Waiting.IsTime(megabatch)) return;
        const string waits = "Too few examples have come to train and validate on: they are learned from together with the next.";
        RunLog.Append(run, tools.Time, $"megabatch {megabatch}: warning: {waits}");
        watcher.Warned(waits);
    }

    private static bool IsOfFiles(Exception fault) => fault is RunFolderException or DatasetException or ModelException
        or SafetensorsException or OnnxException or IOException or UnauthorizedAccessException;
}
