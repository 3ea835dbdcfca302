// B: batch, K: classes that are known.
using Alma.Learning.Learners.Combination;
using static TorchSharp.torch;

namespace Alma.Learning.Evaluation;

/// <summary>
/// The cross-entropy of examples. One of a class that no network has an output for yet is given probability 0, so that it would be
/// infinite: it is an error, and left out of all that is said of losses.
/// </summary>
internal static class ExampleLosses
{
    /// <param name="classCount">Of the data set.</param>
    /// <param name="labels">(B) int64, below it.</param>
    /// <returns>Losses (B), 0 where the class is not known, and which are known, (B) bool, or null: all.</returns>
    public static (Tensor Losses, Tensor? Known) Of(Prediction prediction, Tensor labels, int classCount)
    {
        var knownCount = prediction.Logits.shape[1];
        if (knownCount == classCount)
            return (nn.functional.cross_entropy(prediction.Logits, labels, reduction: nn.Reduction.None), null);
        var known = labels.lt(knownCount);
        var losses = nn.functional.cross_entropy(prediction.Logits, labels.clamp_max(knownCount - 1), reduction: nn.Reduction.None);
        return (losses.masked_fill(known.logical_not(), 0), known);
    }
}
