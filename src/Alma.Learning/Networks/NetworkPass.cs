// N: networks, M: models, each of N / M networks that see the same batch, B: batch, K: classes, L: leaf experts.
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>Computes networks of one structure side by side: what a training step and an evaluation are made of.</summary>
internal abstract class NetworkPass : IDisposable
{
    /// <summary>The way to compute networks that suits their structure.</summary>
    /// <param name="networks">Of one structure.</param>
    /// <param name="values">(N, P), the networks' parameters.</param>
    /// <param name="gradients">(N, P), where backward passes write.</param>
    /// <param name="worker">The worker that computes them; the first computes the networks themselves.</param>
    public static NetworkPass Of(IReadOnlyList<Network> networks, Tensor values, Tensor gradients, Worker worker) =>
        networks[0].Structure.ByHand() is { } byHand
            ? byHand.CreatePass(networks[0].Backend, values, gradients, [.. networks.Select(network => network.Noise)])
            : new ModulePass(networks, values, gradients, worker);

    public abstract void TrainingMode();

    public abstract void EvaluationMode();

    /// <param name="images">(M, B, C, H, W) float32, normalised.</param>
    /// <returns>Logits (N, B, K); those of a model's networks stand one after the other.</returns>
    public abstract Tensor Forward(Tensor images);

    /// <summary>Writes the gradients of all parameters, after a forward pass in training mode and in the same dispose scope.</summary>
    /// <param name="logitsGradient">(N, B, K), by the logits.</param>
    public abstract void Backward(Tensor logitsGradient);

    /// <summary>The weights that the experts of each mixture got in the last forward pass, (N, B, L); none without mixtures.</summary>
    public virtual IEnumerable<Tensor> LeafWeights() => [];

    public abstract void Dispose();
}
