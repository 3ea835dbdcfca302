// M: models, B: batch, K: classes, N: examples scored.
using Alma.Learning.Streams;
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

    /// <summary>Scores models on the examples at some indices, without gradients, reading the results from the device once.</summary>
    /// <param name="predict">From images (B, C, H, W) to logits (M, B, K).</param>
    /// <param name="examples">Indices into <paramref name="images"/>; at least one.</param>
    /// <param name="batchSize">Examples at once; more where they are small.</param>
    /// <param name="weights">(N) float64, what each counts, their sum 1; null: all the same.</param>
    /// <returns>One per model.</returns>
    public static Score[] Of(Func<Tensor, Tensor> predict, LabelledImages images, long[] examples, int batchSize, Tensor? weights = null)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var sums = new List<Tensor>(); // of each batch (2, M) float64: losses, hits
        using var loader = images.Load(examples, batchSize);
        while (loader.MoveNext())
        {
            using var batchScope = NewDisposeScope();
            var (batch, labels) = loader.Gather();
            sums.Add(SumsOf(predict(batch), labels, weights?.narrow(0, loader.Start, loader.Length)).MoveToOuterDisposeScope());
        }
        var total = weights is null ? examples.Length : 1.0;
        var (losses, hits) = Read(stack(sums).sum([0L]) / total);
        return [.. losses.Zip(hits, (loss, accuracy) => new Score(loss, accuracy, examples.Length))];
    }

    private static Tensor SumsOf(Tensor logits, Tensor labels, Tensor? weights)
    {
        var losses = -logits.log_softmax(2).gather(2, labels.view(1, -1, 1).expand(logits.shape[0], -1, 1)).squeeze(2); // (M, B)
        var both = stack([losses.to(ScalarType.Float64), logits.argmax(2).eq(labels).to(ScalarType.Float64)]); // (2, M, B)
        return (weights is null ? both : both * weights).sum([2L]);
    }

    private static (double[] Losses, double[] Hits) Read(Tensor sums)
    {
        using var onCpu = sums.cpu();
        var values = onCpu.data<double>().ToArray();
        return (values[..(values.Length / 2)], values[(values.Length / 2)..]);
    }
}
