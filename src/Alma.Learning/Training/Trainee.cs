// B: batch, K: classes.
using Alma.Learning.Architectures;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>
/// One model in training: a network, or several whose logits are summed and that are trained as one on that sum. It has
/// optimizers of its own and keeps the weights of its own best epoch.
/// </summary>
internal sealed class Trainee : IDisposable
{
    private readonly IReadOnlyList<Network> networks;
    private readonly Optimizer[] optimizers;
    private readonly BestWeights[] best;

    public Trainee(IReadOnlyList<Network> networks, TrainingOptions options)
    {
        this.networks = networks;
        optimizers = [.. networks.Select(network => options.Optim.Build(network.Parameters))];
        best = [.. networks.Select(network => new BestWeights(network))];
        Stopping = new EarlyStopping(options.Patience, options.PatienceDelta);
    }

    public EarlyStopping Stopping { get; }

    public long MultiplyAddsPerExample => networks.Sum(network => network.MultiplyAddsPerExample);

    /// <summary>Logits (B, K): the sum over the networks.</summary>
    public Tensor Forward(Tensor images) => networks.Skip(1).Aggregate(networks[0].Forward(images), (sum, network) => sum + network.Forward(images));

    /// <summary>Makes ready for the steps of an epoch; random modules draw from generators made by <paramref name="noise"/> from the network's index.</summary>
    public void TrainingMode(Func<int, Generator> noise)
    {
        for (var k = 0; k < networks.Count; k++)
        {
            networks[k].TrainingMode();
            networks[k].Noise.DrawFrom(noise(k));
        }
    }

    public void EvaluationMode()
    {
        foreach (var network in networks) network.EvaluationMode();
    }

    /// <summary>One step down the gradient of a loss of this model.</summary>
    public void Step(Tensor loss)
    {
        foreach (var network in networks) network.Parameters.Gradients.zero_();
        loss.backward();
        foreach (var optimizer in optimizers) optimizer.Step();
    }

    /// <summary>Takes in the validation accuracy of an epoch, and keeps its weights if it is the best so far.</summary>
    public bool Observe(int epoch, double accuracy)
    {
        var improved = Stopping.Observe(epoch, accuracy);
        if (improved) foreach (var weights in best) weights.Keep();
        return improved;
    }

    public void RestoreBest()
    {
        foreach (var weights in best) weights.Restore();
    }

    public void Dispose()
    {
        foreach (var optimizer in optimizers) optimizer.Dispose();
        foreach (var weights in best) weights.Dispose();
    }
}
