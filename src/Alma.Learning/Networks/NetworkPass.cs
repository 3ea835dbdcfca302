// N: networks, M: models, each of N / M networks that see the same batch, B: batch, K: classes, P: parameter values of a network.
using Alma.Kernels;
using Alma.Learning.Compute;
using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>Computes networks of one structure side by side: what a training step and an evaluation are made of.</summary>
internal abstract class NetworkPass : IDisposable
{
    public abstract void TrainingMode();

    public abstract void EvaluationMode();

    /// <param name="images">(M, B, C, H, W) float32, normalised.</param>
    /// <returns>Logits (N, B, K); those of a model's networks stand one after the other.</returns>
    public abstract Tensor Forward(Tensor images);

    /// <summary>Writes the gradients of all parameters, after a forward pass in training mode and in the same dispose scope.</summary>
    /// <param name="logitsGradient">(N, B, K), by the logits.</param>
    public abstract void Backward(Tensor logitsGradient);

    /// <summary>
    /// What layers gave beside their outputs in the last forward pass, each (N, B, ...); as <see cref="IObservedModule"/> has it.
    /// </summary>
    public virtual IEnumerable<Tensor> Observations() => [];

    public abstract void Dispose();
}

/// <summary>The function of a structure said in a way that is computed by hand, forward and backward, in place of its modules.</summary>
internal abstract record HandWrittenNetwork
{
    /// <summary>Whether threads share whole training steps of such networks on the CPU, each a part of the batch.</summary>
    public abstract bool IsSharedByStep { get; }

    /// <summary>The names of all parameters, in the order in which they have to lie one after the other.</summary>
    public abstract IEnumerable<string> ParameterOrder();

    /// <param name="backend">Of the networks' device.</param>
    /// <param name="values">(N, P), the networks' parameters in that order.</param>
    /// <param name="gradients">(N, P), where the backward pass writes; null for a pass that only predicts.</param>
    /// <param name="noise">Of each network, for what draws in training.</param>
    public abstract NetworkPass CreatePass(
        ComputeBackend backend, Tensor values, Tensor? gradients, IReadOnlyList<NoiseSource> noise);
}

/// <summary>Computes any networks, one after the other, differentiated by LibTorch.</summary>
internal sealed class ModulePass : NetworkPass
{
    private readonly Network[] networks;
    private readonly Tensor gradients;
    private readonly bool areTwins;
    private bool isTraining;
    private Tensor? output; // (N, B, K)

    /// <param name="values">(N, P), where the networks' parameters are.</param>
    /// <param name="gradients">(N, P), where the backward pass writes: for the first worker these are the networks' own.</param>
    /// <param name="worker">The worker that computes this pass.</param>
    public ModulePass(IReadOnlyList<Network> networks, Tensor values, Tensor gradients, Worker worker)
    {
        areTwins = worker.Rank > 0;
        this.gradients = gradients;
        this.networks = areTwins
            ? [.. networks.Select((network, k) => network.Twin(values.select(0, k), gradients.select(0, k)))]
            : [.. networks];
        foreach (var network in this.networks) network.ComputeBy(worker);
    }

    public override void TrainingMode()
    {
        isTraining = true;
        foreach (var network in networks) network.TrainingMode();
    }

    public override void EvaluationMode()
    {
        isTraining = false;
        foreach (var network in networks) network.EvaluationMode();
    }

    public override Tensor Forward(Tensor images)
    {
        using var mode = set_grad_enabled(isTraining); // each thread has its own
        var sharing = networks.Length / (int)images.shape[0];
        output = stack(networks.Select((network, k) => network.Forward(images.select(0, k / sharing))));
        return output;
    }

    public override void Backward(Tensor logitsGradient)
    {
        gradients.zero_();
        output!.backward([logitsGradient]);
        GradientInFlight.ThrowFailure();
    }

    public override void Dispose()
    {
        foreach (var network in networks)
            if (areTwins) network.Dispose();
            else network.ComputeBy(Worker.Alone);
    }
}
