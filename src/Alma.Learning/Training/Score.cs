// B: batch, K: classes.
using Alma.Learning.Datasets;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>How well a model does on some examples.</summary>
/// <param name="Loss">Mean cross-entropy over the examples.</param>
/// <param name="Accuracy">The part of them it classifies right, in [0, 1].</param>
public sealed record Score(double Loss, double Accuracy, long ExampleCount)
{
    /// <summary>Scores a model on the examples at some indices, without gradients, reading the result from the device once.</summary>
    /// <param name="predict">From images (B, C, H, W) to logits (B, K).</param>
    /// <param name="examples">Indices into <paramref name="images"/>; at least one.</param>
    public static Score Of(Func<Tensor, Tensor> predict, ResidentImages images, long[] examples, int batchSize)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var indices = tensor(examples, device: images.Device);
        var lossSum = zeros(1, ScalarType.Float64, images.Device);
        var correct = zeros(1, ScalarType.Int64, images.Device);
        for (var start = 0L; start < examples.Length; start += batchSize)
        {
            using var batchScope = NewDisposeScope();
            var (batch, labels) = images.Gather(indices.narrow(0, start, Math.Min(batchSize, examples.Length - start)));
            var logits = predict(batch);
            lossSum.add_(nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum));
            correct.add_(logits.argmax(1).eq(labels).sum());
        }
        return new Score(lossSum.item<double>() / examples.Length, (double)correct.item<long>() / examples.Length, examples.Length);
    }
}
