// B: batch, K: classes, N: examples scored.
using Alma.Learning.Datasets;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>How well a model does on some examples.</summary>
/// <param name="Loss">Mean cross-entropy over the examples.</param>
/// <param name="Accuracy">The part of them it classifies right, in [0, 1].</param>
public sealed record Score(double Loss, double Accuracy, long ExampleCount)
{
    /// <summary>The mean of the scores of several models on the same examples.</summary>
    public static Score Mean(IReadOnlyList<Score> scores) =>
        new(scores.Average(score => score.Loss), scores.Average(score => score.Accuracy), scores[0].ExampleCount);

    /// <summary>Scores a model on the examples at some indices, without gradients, reading the result from the device once.</summary>
    /// <param name="predict">From images (B, C, H, W) to logits (B, K).</param>
    /// <param name="examples">Indices into <paramref name="images"/>; at least one.</param>
    /// <param name="weights">(N) float64, what each counts, their sum 1; null: all the same.</param>
    public static Score Of(Func<Tensor, Tensor> predict, ResidentImages images, long[] examples, int batchSize, Tensor? weights = null)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var indices = tensor(examples, device: images.Device);
        var lossSum = zeros(1, ScalarType.Float64, images.Device);
        var hits = zeros(1, ScalarType.Float64, images.Device);
        for (var start = 0L; start < examples.Length; start += batchSize)
        {
            using var batchScope = NewDisposeScope();
            var length = Math.Min(batchSize, examples.Length - start);
            var (batch, labels) = images.Gather(indices.narrow(0, start, length));
            var logits = predict(batch);
            var losses = nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None); // (B)
            var right = logits.argmax(1).eq(labels); // (B)
            lossSum.add_(weights is null ? losses.sum() : (losses * weights.narrow(0, start, length)).sum());
            hits.add_(weights is null ? right.sum() : (right * weights.narrow(0, start, length)).sum());
        }
        var total = weights is null ? examples.Length : 1.0;
        return new Score(lossSum.item<double>() / total, hits.item<double>() / total, examples.Length);
    }
}
