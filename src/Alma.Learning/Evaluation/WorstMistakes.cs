// B: batch, K: classes, W: examples kept, at most.
using static TorchSharp.torch;

namespace Alma.Learning.Evaluation;

/// <summary>
/// Keeps the misclassified examples of the largest loss over batches, on the device, until they are read. Examples of classes that are not
/// known yet have none.
/// </summary>
internal sealed class WorstMistakes(int count, int classCount, Device device) : IDisposable
{
    private const double NotWrong = -1; // below every loss

    private Tensor kept = zeros([4, 0], ScalarType.Float64, device).DetachFromDisposeScope(); // (4, <= W): loss, index, label, choice

    /// <param name="prediction">Of the batch.</param>
    /// <param name="labels">(B) int64.</param>
    /// <param name="start">The index of the batch's first example.</param>
    public void Add(Learners.Combination.Prediction prediction, Tensor labels, long start)
    {
        var (losses, known) = ExampleLosses.Of(prediction, labels, classCount); // (B)
        var wrong = losses.to(ScalarType.Float64).masked_fill(prediction.Choice.eq(labels), NotWrong);
        if (known is not null) wrong = wrong.masked_fill(known.logical_not(), NotWrong);
        var indices = arange(start, start + labels.shape[0], ScalarType.Float64, device: labels.device);
        var batch = stack([wrong, indices, labels.to(ScalarType.Float64), prediction.Choice.to(ScalarType.Float64)]); // (4, B)
        var all = cat([kept, batch], 1);
        var largest = all[0].topk((int)Math.Min(count, all.shape[1])).indexes;
        kept.Dispose();
        kept = all.index_select(1, largest).DetachFromDisposeScope();
    }

    /// <summary>The worst first; of equal losses the one that comes first in the test set.</summary>
    public IReadOnlyList<MisclassifiedExample> Read()
    {
        using var scope = NewDisposeScope();
        var values = kept.cpu().contiguous().data<double>().ToArray();
        var width = values.Length / 4;
        return
        [
            .. Enumerable.Range(0, width)
                .Where(k => values[k] != NotWrong)
                .Select(k =>
                    new MisclassifiedExample((int)values[width + k], (int)values[(2 * width) + k], (int)values[(3 * width) + k], values[k]))
                .OrderByDescending(example => example.Loss)
                .ThenBy(example => example.Index),
        ];
    }

    public void Dispose() => kept.Dispose();
}
