// B: batch, K: classes.
using System.Numerics.Tensors;

namespace Alma.Kernels;

/// <summary>Cross-entropy of a batch and its gradient, in one pass over the logits.</summary>
public static class SoftmaxCrossEntropy
{
    /// <param name="logits">(B, K).</param>
    /// <param name="labels">(B), each in [0, K).</param>
    /// <param name="weights">(B), what each example counts, or empty: all the same.</param>
    /// <param name="batchSize">What the sum over examples is divided by.</param>
    /// <param name="gradient">(B, K): of that mean, by the logits.</param>
    /// <returns>The weighted mean of the losses, and how many examples have their largest logit at their label.</returns>
    public static (float Loss, int Hits) Run(
        ReadOnlySpan<float> logits, ReadOnlySpan<long> labels, ReadOnlySpan<float> weights, int batchSize, Span<float> gradient)
    {
        var (batch, classes) = (labels.Length, logits.Length / labels.Length);
        var (loss, hits) = (0.0, 0);
        for (var b = 0; b < batch; b++)
        {
            var row = logits.Slice(b * classes, classes);
            var probabilities = gradient.Slice(b * classes, classes);
            var (label, weight) = ((int)labels[b], weights.IsEmpty ? 1f : weights[b]);
            var largest = TensorPrimitives.Max(row); // not a number where a logit is not
            TensorPrimitives.Subtract(row, largest, probabilities);
            TensorPrimitives.Exp(probabilities, probabilities);
            var sum = TensorPrimitives.Sum<float>(probabilities);
            loss += weight * (Math.Log(sum) + largest - row[label]);
            if (TensorPrimitives.IndexOfMax(row) == label) hits++;
            TensorPrimitives.Multiply(probabilities, weight / (sum * batchSize), probabilities);
            probabilities[label] -= weight / batchSize;
        }
        return ((float)(loss / batchSize), hits);
    }
}
