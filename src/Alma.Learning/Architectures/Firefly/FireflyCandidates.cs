// B: batch, K: classes, C: output channels of a layer, N: its candidate new neurons.
using System.Collections.Immutable;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Compute;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Firefly;

/// <summary>A network with every way in which Firefly may widen it, as one function of an image.</summary>
internal sealed class FireflyCandidates : IDisposable
{
    private readonly ComputeBackend backend;
    private readonly bool roundsUp;
    private readonly ImmutableHashSet<int> endsOfStages;
    private readonly int candidateCount;
    private readonly Device device;

    /// <param name="candidateCount">N, the same for every layer but the classifier.</param>
    public FireflyCandidates(Network network, int candidateCount, Generator generator)
    {
        (this.candidateCount, device, backend) = (candidateCount, network.Device, network.Backend);
        var structure = (FireflyVgg)network.Structure;
        var state = network.NamedState().ToDictionary(entry => entry.Name, entry => entry.Value);
        Names = structure.ConvolutionNames();
        Layers = [.. Names.Select((name, l) => new FireflyLayer(
            backend, state, name, inputCandidates: l == 0 ? 0 : candidateCount, candidates: l == Names.Length - 1 ? 0 : candidateCount,
            generator))];
        roundsUp = VggStages.RoundsUp(structure.InputShape);
        var (stages, last) = (VggStages.Channels(structure.InputShape, structure.Widths), -1);
        endsOfStages = [.. stages.Select(stage => last += stage.Length)];
    }

    /// <summary>The convolutions from input to classifier.</summary>
    public ImmutableArray<FireflyLayer> Layers { get; }

    public ImmutableArray<string> Names { get; }

    /// <summary>Zero for every split and new neuron of each layer but the classifier, (C + N), to be differentiated by.</summary>
    public Tensor[] Gates() => [.. Layers.Where(layer => !layer.IsClassifier)
        .Select(layer => zeros(layer.Width + candidateCount, device: device).requires_grad_())];

    /// <summary>Logits of images (B, ...), (B, K), with all changes in part.</summary>
    /// <param name="gates">As <see cref="Gates"/> gives them, or null.</param>
    public Tensor Forward(Tensor images, Tensor[]? gates, double alpha)
    {
        var hidden = new FireflyFeatures(backend.InFastLayout(images), null);
        for (var l = 0; l < Layers.Length; l++)
        {
            hidden = Layers[l].Forward(hidden, l < Layers.Length - 1 ? gates?[l] : null, alpha);
            if (endsOfStages.Contains(l)) hidden = new(Pooled(hidden.Known), Pooled(hidden.Born!));
        }
        return hidden.Known.flatten(1);
    }

    /// <summary>
    /// About the multiply-adds of one forward pass on one example: every layer's,
    /// as often as its outputs and inputs are more with the candidates.
    /// </summary>
    public long MultiplyAddsPerExample(Network network)
    {
        var own = Layers.Where(layer => !layer.IsClassifier).Sum(layer => (double)layer.Width);
        var ratio = ((2 * own) + (candidateCount * (Layers.Length - 1))) / own; // own outputs, their splits, and the new neurons
        return (long)(network.MultiplyAddsPerExample * ratio);
    }

    public void Dispose()
    {
        foreach (var layer in Layers) layer.Dispose();
    }

    private Tensor Pooled(Tensor input) => backend.MaxPool2d(input, roundsUp);
}
