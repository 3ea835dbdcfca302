// B: batch, K: classes, C: output channels of a layer, N: its candidate new neurons.
using Alma.Kernels;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Firefly;

/// <summary>Which neurons of a layer split, and which candidates become new neurons.</summary>
internal sealed record FireflyChoice(long[] Splits, long[] NewNeurons)
{
    public int Count => Splits.Length + NewNeurons.Length;
}

/// <summary>
/// Firefly neural architecture descent (Wu, Liu, Stone and Liu 2020): directions to split every neuron and to add new ones are
/// optimised for an epoch, scored by the gradient of the loss with all of them in place, and the best over all layers are taken. Batch
/// norm is held at its running statistics and carried along.
/// </summary>
public static class FireflyGrowth
{
    private const long ExamplesAtOnce = 32;
    private const int Passes = 2; // over the examples: to optimise, to score

    /// <param name="examples">Indices into <paramref name="images"/> to grow by: the training examples.</param>
    /// <returns>The wider network, and the multiply-adds spent on finding how to widen it.</returns>
    public static (Network Grown, long SelectionMultiplyAdds) Grow(
        Network network, LabelledImages images, long[] examples, int batchSize, FireflyScale scale, Generator generator,
        CancellationToken cancellation)
    {
        using var scope = NewDisposeScope();
        using var gradient = enable_grad(); // whatever the caller does without
        var structure = (FireflyVgg)network.Structure;
        using var candidates = new FireflyCandidates(network, scale.CandidateCount, generator);
        var batches = new FireflyBatches(images, examples, batchSize, cancellation);
        Optimise(candidates, batches);
        var scores = Score(candidates, batches);
        var choices = Choose(scores, candidates, (int)(structure.Widths.Sum() * scale.GrowRatio));
        var grown = FireflyWidening.Widen(network, candidates, choices, generator);
        // Each pass is forward and backward through the layers and as many directions; the split and the new neurons of a
        // layer cost about as much again as the layer.
        return (grown, 3L * Passes * examples.Length * candidates.MultiplyAddsPerExample(network));
    }

    // One epoch of RMSprop on the loss and the penalty, the network's own weights held. It is no training of a network, so
    // TrainingLoop does not fit: what is optimised are directions beside weights that stay, examples come in their order as in
    // crlapi, and there is nothing to validate or to stop early, since directions are scored and then thrown away or built in.
    private static void Optimise(FireflyCandidates candidates, FireflyBatches batches)
    {
        var parameters = candidates.Layers.SelectMany(layer => layer.Directions).ToList();
        using var optimizer = optim.RMSProp(parameters, lr: 1e-3, alpha: 0.9, momentum: 0.1);
        batches.ForEach((images, labels) =>
        {
            optimizer.zero_grad();
            AddGradients(candidates, images, labels, null, 1);
            foreach (var layer in candidates.Layers) layer.Regularise();
            optimizer.step();
        });
    }

    // Those of the mean loss over a batch, some examples at a time: what is between forward and backward then stays near the processor.
    private static void AddGradients(FireflyCandidates candidates, Tensor images, Tensor labels, Tensor[]? gates, double alpha)
    {
        for (var start = 0L; start < images.shape[0]; start += ExamplesAtOnce)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(ExamplesAtOnce, images.shape[0] - start);
            var logits = candidates.Forward(images.narrow(0, start, count), gates, alpha);
            GradientInFlight.Backpropagate(
                nn.functional.cross_entropy(logits, labels.narrow(0, start, count), reduction: nn.Reduction.Sum) / images.shape[0]);
        }
    }

    // Per layer (C + N): the mean gradient of the loss by how much of each split and new neuron counts, where all count in full. The paper
    // integrates it along the way from none to all (section 3.2); its authors' code and crlapi's take this end of the way.
    private static Tensor[] Score(FireflyCandidates candidates, FireflyBatches batches)
    {
        foreach (var direction in candidates.Layers.SelectMany(layer => layer.Directions)) direction.requires_grad_(false);
        var gates = candidates.Gates();
        batches.ForEach((images, labels) => AddGradients(candidates, images, labels, gates, 1));
        return Array.ConvertAll(gates, gate => (gate.grad! / batches.Count).view(-1));
    }

    // Over all layers, those that bring the loss down most.
    private static FireflyChoice[] Choose(Tensor[] scores, FireflyCandidates candidates, int count)
    {
        var values = Array.ConvertAll(scores, score => score.cpu().data<float>().ToArray());
        var best = values
            .SelectMany((layer, l) => layer.Select((score, neuron) => (Score: score, Layer: l, Neuron: (long)neuron)))
            .OrderBy(candidate => candidate.Score)
            .Take(count)
            .ToLookup(candidate => candidate.Layer, candidate => candidate.Neuron);
        return [.. values.Select((_, l) => new FireflyChoice(
            [.. best[l].Where(neuron => neuron < candidates.Layers[l].Width).Order()],
            [.. best[l].Where(neuron => neuron >= candidates.Layers[l].Width)
                .Select(neuron => neuron - candidates.Layers[l].Width)
                .Order()]))];
    }
}

/// <summary>How far Firefly grows a network, and what it chooses from.</summary>
/// <param name="GrowRatio">Neurons to add, as a part of those there are.</param>
/// <param name="CandidateCount">New neurons tried per layer, beside the splits of every neuron.</param>
public sealed record FireflyScale(double GrowRatio, int CandidateCount = FireflyScale.UsualCandidateCount)
{
    public const int UsualCandidateCount = 70;

    /// <summary>
    /// The neurons that Firefly adds before an update, as a part of those there are (crlapi's <c>firefly.py</c>): a network that grows
    /// before every update gains <paramref name="ratio"/> of its first neurons each time; one that grows less often gains at a growth step
    /// what it would have gained at this update alone.
    /// </summary>
    public static double RatioBefore(int update, double ratio) => (((ratio * update) + 1) / ((ratio * (update - 1)) + 1)) - 1;
}

/// <summary>The examples that a network is grown by, batch by batch.</summary>
internal sealed class FireflyBatches(LabelledImages images, long[] examples, int batchSize, CancellationToken cancellation)
{
    public int Count => Batches.Count(examples.Length, batchSize);

    /// <summary>Does something with each batch: images (B, C, H, W) and labels (B).</summary>
    public void ForEach(Action<Tensor, Tensor> work)
    {
        using var indices = tensor(examples, device: images.Device);
        using var loader = images.Load(indices.view(1, -1), [.. Of(examples.Length)]);
        while (loader.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (batch, labels) = loader.Gather();
            work(batch, labels);
        }
    }

    private IEnumerable<(int Start, int Length)> Of(int exampleCount)
    {
        for (var start = 0L; start < exampleCount; start += batchSize)
            yield return ((int)start, (int)Math.Min(batchSize, exampleCount - start));
    }
}
