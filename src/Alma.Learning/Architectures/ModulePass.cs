// N: networks, M: models, each of N / M networks that see the same batch, B: batch, K: classes.
using static TorchSharp.torch;

namespace Alma.Learning.Architectures;

/// <summary>Computes any networks, one after the other, differentiated by LibTorch.</summary>
/// <param name="gradients">(N, P), where the backward pass writes: the networks' own gradients are its rows.</param>
internal sealed class ModulePass(IReadOnlyList<Network> networks, Tensor gradients) : NetworkPass
{
    private Tensor? output; // (N, B, K)

    public override void TrainingMode()
    {
        foreach (var network in networks) network.TrainingMode();
    }

    public override void EvaluationMode()
    {
        foreach (var network in networks) network.EvaluationMode();
    }

    public override Tensor Forward(Tensor images)
    {
        var sharing = networks.Count / (int)images.shape[0];
        output = stack(networks.Select((network, k) => network.Forward(images.select(0, k / sharing))));
        return output;
    }

    public override void Backward(Tensor logitsGradient)
    {
        gradients.zero_();
        output!.backward([logitsGradient]);
    }

    public override void Dispose()
    {
    }
}
