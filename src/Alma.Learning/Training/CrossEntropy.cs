// M: models, B: batch, K: classes.
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>What a batch, or a part of it, came to for models trained side by side.</summary>
/// <param name="Loss">The sum over models and examples, by the size of the whole batch, a scalar, float32.</param>
/// <param name="Hits">Examples classified right, the sum over models, a scalar, int64.</param>
/// <param name="Gradient">(M, B, K), of each model's loss by its logits.</param>
internal sealed record BatchLoss(Tensor Loss, Tensor Hits, Tensor Gradient);

/// <summary>The mean cross-entropy of a batch, with its gradient.</summary>
internal static class CrossEntropy
{
    /// <param name="logits">(M, B, K), without gradient.</param>
    /// <param name="labels">(M, B) int64.</param>
    /// <param name="weights">(M, B), what each example counts in the mean, or null: all the same.</param>
    /// <param name="batchSize">Of the batch of which these are all or some: what sums are divided by.</param>
    public static BatchLoss Of(Tensor logits, Tensor labels, Tensor? weights, int batchSize) =>
        logits.IsOnCpu() ? InOnePass(logits, labels, weights, batchSize) : Composed(logits, labels, weights, batchSize);

    private static BatchLoss InOnePass(Tensor logits, Tensor labels, Tensor? weights, int batchSize)
    {
        var gradient = empty_like(logits);
        var (ofModel, batch) = (logits.numel() / logits.shape[0], (int)labels.shape[1]);
        var (loss, hits) = (0f, 0L);
        for (var m = 0; m < logits.shape[0]; m++)
        {
            var (values, examples) = (new Range((int)(m * ofModel), (int)((m + 1) * ofModel)), new Range(m * batch, (m + 1) * batch));
            var (ofOne, hitsOfOne) = SoftmaxCrossEntropy.Run(
                logits.Memory<float>()[values],
                labels.Memory<long>()[examples],
                weights is null ? [] : weights.Memory<float>()[examples],
                batchSize,
                gradient.Memory<float>()[values]);
            (loss, hits) = (loss + ofOne, hits + hitsOfOne);
        }
        return new BatchLoss(loss, hits, gradient);
    }

    private static BatchLoss Composed(Tensor logits, Tensor labels, Tensor? weights, int batchSize)
    {
        var logProbabilities = logits.log_softmax(2); // (M, B, K)
        var ofLabels = logProbabilities.gather(2, labels.unsqueeze(2)); // (M, B, 1)
        var shares = (weights ?? ones_like(ofLabels.squeeze(2))).unsqueeze(2) / batchSize; // (M, B, 1)
        var gradient = (logProbabilities.exp() - nn.functional.one_hot(labels, logits.shape[2])) * shares;
        return new BatchLoss(-(ofLabels * shares).sum(), logits.argmax(2).eq(labels).sum(), gradient);
    }
}
