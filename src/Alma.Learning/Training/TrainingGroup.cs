// M: models, N: networks of all models, P: parameter values of a network, B: batch, K: classes.
using Alma.Learning.Architectures;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>
/// Models in training, side by side: a model is a network, or several whose logits are summed. While they train, the
/// parameters, gradients and optimizer state of all networks are each one tensor, and each network keeps the weights of its
/// model's best epoch.
/// </summary>
internal sealed class TrainingGroup : IDisposable
{
    private readonly Network[] networks; // those of a model stand one after the other
    private readonly Tensor values; // (N, P)
    private readonly Tensor gradients; // (N, P)
    private readonly NetworkPass pass;
    private readonly BestWeights[] best;

    /// <exception cref="ArgumentException">The networks differ in structure, or the models in their number of networks.</exception>
    public TrainingGroup(IReadOnlyList<IReadOnlyList<Network>> models, TrainingOptions options)
    {
        networks = [.. models.SelectMany(model => model)];
        if (networks.Any(network => !network.Parameters.IsLaidOutAs(networks[0].Parameters)) || models.Any(model => model.Count != models[0].Count))
            throw new ArgumentException("networks that are trained side by side must be of one structure, and as many in every model", nameof(models));
        ModelCount = models.Count;
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        values = empty([networks.Length, networks[0].Parameters.Count], device: networks[0].Device).DetachFromDisposeScope();
        gradients = zeros_like(values).DetachFromDisposeScope();
        for (var k = 0; k < networks.Length; k++) networks[k].MoveParameters(values.select(0, k), gradients.select(0, k));
        pass = NetworkPass.Of(networks, values, gradients);
        Optimizer = options.Optim.Build(values, gradients);
        best = [.. networks.Select(network => new BestWeights(network))];
        Stopping = [.. models.Select(_ => new EarlyStopping(options.Patience, options.PatienceDelta))];
    }

    public int ModelCount { get; }

    /// <summary>Per model.</summary>
    public EarlyStopping[] Stopping { get; }

    public Optimizer Optimizer { get; }

    public long MultiplyAddsPerExample => networks.Sum(network => network.MultiplyAddsPerExample);

    public double MeanBestAccuracy => Stopping.Average(model => model.BestAccuracy);

    private int NetworksPerModel => networks.Length / ModelCount;

    /// <summary>Makes ready for the steps of an epoch; random modules draw from generators made by <paramref name="noise"/> from the indices of model and network.</summary>
    public void TrainingMode(Func<int, int, Generator> noise)
    {
        pass.TrainingMode();
        for (var k = 0; k < networks.Length; k++) networks[k].Noise.DrawFrom(noise(k / NetworksPerModel, k % NetworksPerModel));
    }

    public void EvaluationMode() => pass.EvaluationMode();

    /// <summary>One step of every model down the gradient of its loss.</summary>
    /// <param name="images">(M, B, C, H, W): each model its own batch.</param>
    /// <param name="labels">(M, B).</param>
    /// <param name="weights">(M, B), what each example counts, or null.</param>
    public BatchLoss Step(Tensor images, Tensor labels, Tensor? weights)
    {
        var logits = pass.Forward(images); // (N, B, K)
        using var noGradient = no_grad();
        var loss = CrossEntropy.Of(SumOverNetworks(logits.detach()), labels, weights);
        pass.Backward(NetworksPerModel == 1 ? loss.Gradient : loss.Gradient.repeat_interleave(NetworksPerModel, 0));
        Optimizer.Step();
        return loss;
    }

    /// <summary>Logits (M, B, K) of images (B, C, H, W).</summary>
    public Tensor Predict(Tensor images) => SumOverNetworks(pass.Forward(images.unsqueeze(0)));

    /// <summary>Takes in each model's validation accuracy of an epoch, and keeps its weights if it is its best so far.</summary>
    /// <returns>Whether any is better than before.</returns>
    public bool Observe(int epoch, IReadOnlyList<Score> scores)
    {
        var anyImproved = false;
        for (var model = 0; model < ModelCount; model++)
        {
            if (!Stopping[model].Observe(epoch, scores[model].Accuracy)) continue;
            anyImproved = true;
            for (var k = 0; k < NetworksPerModel; k++) best[(model * NetworksPerModel) + k].Keep();
        }
        return anyImproved;
    }

    public void RestoreBest()
    {
        foreach (var weights in best) weights.Restore();
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        pass.Dispose();
        foreach (var weights in best) weights.Dispose();
        foreach (var network in networks) network.Parameters.ReleaseGradients();
        values.Dispose();
        gradients.Dispose();
    }

    private Tensor SumOverNetworks(Tensor logits) =>
        NetworksPerModel == 1 ? logits : logits.view(ModelCount, NetworksPerModel, logits.shape[1], logits.shape[2]).sum([1L]);
}
