// N: networks, M: models, each of N / M networks that see the same batch, B: batch, K: classes, P: parameter values of a network.
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Networks;

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
