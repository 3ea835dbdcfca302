using Alma.Data.Stores;
using Alma.Experiments.Models;
using Alma.Runs;
using Alma.Serving.Inputs;
using Alma.Serving.Models;

namespace Alma.Keeping.Drift;

/// <summary>How the model that a run has does on a dump that it has not learned from, and on held-out examples of earlier ones.</summary>
internal sealed record PresentModel(PredictedSample Arriving, PredictedSample Reference)
{
    private const int MaxExamples = 20_000;

    /// <param name="store">With the dumps that there are now, the last of which has just come.</param>
    /// <param name="megabatch">That the dump is; the model is the one after the megabatch before.</param>
    /// <exception cref="RunFolderException">The run has not saved that model.</exception>
    /// <exception cref="ModelException">It fails.</exception>
    public static PresentModel Of(RunFolder run, Store store, int megabatch, CancellationToken cancellation)
    {
        var saved = SavedModel.Read(RunModels.Find(run, megabatch - 1));
        using var model = OnnxModel.Read(ModelExport.Bytes(saved), saved.Path);
        var dumps = store.Manifest.Dumps;
        var stride = 1 + (dumps[^1].Count / MaxExamples);
        var arriving = PredictedSample.Of(
            model, DatasetInputs.OfDump(model.Input, store, dumps[^1], k => k % stride == 0), cancellation);
        return new(arriving, HeldOut(model, store, cancellation));
    }

    // The newest first, as the oldest say least of now.
    private static PredictedSample HeldOut(OnnxModel model, Store store, CancellationToken cancellation)
    {
        List<InputExample> examples = [];
        foreach (var dump in store.Manifest.Dumps.SkipLast(1).Reverse())
        {
            if (examples.Count >= MaxExamples) break;
            var tests = store.Tests(dump);
            examples.AddRange(DatasetInputs.OfDump(model.Input, store, dump, k => tests[k]));
        }

        return PredictedSample.Of(model, examples, cancellation);
    }
}

/// <summary>What a model says of some examples.</summary>
/// <param name="WrongCount">How many it gets wrong; those of classes that it does not know are wrong.</param>
/// <param name="Confidences">Of each, the largest probability.</param>
internal sealed record PredictedSample(int WrongCount, IReadOnlyList<double> Confidences)
{
    public int Count => Confidences.Count;

    public double? Error => Count == 0 ? null : (double)WrongCount / Count;

    public static PredictedSample Of(OnnxModel model, IEnumerable<InputExample> examples, CancellationToken cancellation)
    {
        var (wrong, confidences) = (0, new List<double>());
        foreach (var predicted in PredictedExample.Of(model, examples))
        {
            cancellation.ThrowIfCancellationRequested();
            if (predicted.Label != model.ClassNames[predicted.Choice]) wrong++;
            confidences.Add(predicted.Probabilities.Max());
        }

        return new(wrong, confidences);
    }
}
