// M: models, N: networks of all models, P: parameter values of a network, B: batch or a worker's part of it, K: classes.
using Alma.Kernels;
using Alma.Learning.Compute;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>Examples to step on.</summary>
/// <param name="Images">(M, B, C, H, W): each model its own.</param>
/// <param name="Labels">(M, B) int64.</param>
/// <param name="Weights">(M, B), what each counts, or null: all the same.</param>
internal sealed record TrainingBatch(Tensor Images, Tensor Labels, Tensor? Weights);

/// <summary>
/// Models in training, side by side: a model is a network, or several whose logits are summed. While they train, the
/// parameters, gradients and optimizer state of all networks are each one tensor, and each network keeps the weights of its
/// model's best epoch.
/// </summary>
internal sealed class TrainingGroup : IDisposable
{
    private readonly TrainingOptions options;
    private readonly Network[] networks; // those of a model stand one after the other
    private readonly ComputeBackend backend;
    private readonly Tensor values; // (N, P)
    private readonly WorkerThreads workers;
    private readonly Tensor[] workerGradients; // per worker (N, P), the first the optimizer's
    private readonly Tensor[] furtherGradients; // of the other workers
    private readonly NetworkPass[] passes; // per worker
    private readonly BestWeights[] best;

    /// <exception cref="ArgumentException">The networks differ in structure, or the models in their number of networks.</exception>
    public TrainingGroup(IReadOnlyList<IReadOnlyList<Network>> models, TrainingOptions options)
    {
        this.options = options;
        networks = [.. models.SelectMany(model => model)];
        if (networks.Any(network => !network.Parameters.IsLaidOutAs(networks[0].Parameters))
            || models.Any(model => model.Count != models[0].Count))
            throw new ArgumentException(
                "networks that are trained side by side must be of one structure, and as many in every model", nameof(models));
        (ModelCount, backend) = (models.Count, networks[0].Backend);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        values = empty([networks.Length, networks[0].Parameters.Count], device: networks[0].Device).DetachFromDisposeScope();
        workers = new WorkerThreads(backend.SharesSteps && networks[0].Structure.IsSharedByStep ? WorkersFor(options) : 1);
        workerGradients = [.. Enumerable.Range(0, workers.Count).Select(_ => zeros_like(values).DetachFromDisposeScope())];
        for (var k = 0; k < networks.Length; k++) networks[k].MoveParameters(values.select(0, k), workerGradients[0].select(0, k));
        passes = [.. workerGradients.Select((ofWorker, rank) => CreatePass(ofWorker, workers.Of(rank)))];
        furtherGradients = workerGradients[1..];
        Optimizer = options.Optim.Build(values, workerGradients[0]);
        best = [.. networks.Select(network => new BestWeights(network))];
        Stopping = [.. models.Select(_ => EarlyStopping.Start)];
    }

    public int ModelCount { get; }

    /// <summary>Per model.</summary>
    public EarlyStopping[] Stopping { get; }

    public Optimizer Optimizer { get; }

    public long MultiplyAddsPerExample => networks.Sum(network => network.MultiplyAddsPerExample);

    public double MeanBestAccuracy => Stopping.Average(model => model.BestAccuracy ?? double.NegativeInfinity);

    /// <summary>Whether no model has improved for as long as the patience.</summary>
    public bool ShouldStop => Stopping.All(model => model.ShouldStop(options.Patience));

    private int NetworksPerModel => networks.Length / ModelCount;

    /// <summary>Threads that share each step.</summary>
    public int WorkerCount => workers.Count;

    /// <summary>
    /// Makes ready for the steps of an epoch; random modules draw from generators made by <paramref name="noise"/> from
    /// the indices of model and network.
    /// </summary>
    public void TrainingMode(Func<int, int, Generator> noise)
    {
        foreach (var pass in passes) pass.TrainingMode();
        for (var k = 0; k < networks.Length; k++) networks[k].Noise.DrawFrom(noise(k / NetworksPerModel, k % NetworksPerModel));
    }

    public void EvaluationMode()
    {
        foreach (var pass in passes) pass.EvaluationMode();
    }

    /// <summary>One step of every model down the gradient of its loss.</summary>
    /// <param name="batchSize">Of each model.</param>
    /// <param name="examples">Gives the part of the batch of which it is told the start and the length.</param>
    public void Step(int batchSize, Func<int, int, TrainingBatch> examples, StepTally tally, int step)
    {
        workers.Run(batchSize, (rank, start, length) =>
        {
            using var scope = NewDisposeScope();
            if (length == 0) workerGradients[rank].zero_();
            else tally.Write(step, rank, WriteGradients(passes[rank], examples(start, length), batchSize));
        });
        Optimizer.Step(backend, workers, furtherGradients);
    }

    /// <summary>Logits (M, B, K) of images (B, C, H, W).</summary>
    public Tensor Predict(Tensor images)
    {
        var logits = empty([ModelCount, images.shape[0], networks[0].Structure.ClassCount], device: images.device);
        workers.Run((int)images.shape[0], (rank, start, length) =>
        {
            using var scope = NewDisposeScope();
            if (length > 0)
                logits.narrow(1, start, length).copy_(SumOverNetworks(passes[rank].Forward(images.narrow(0, start, length).unsqueeze(0))));
        });
        return logits;
    }

    /// <summary>Takes in each model's validation accuracy of an epoch, and keeps its weights if it is its best so far.</summary>
    /// <returns>Whether any is better than before.</returns>
    public bool Observe(int epoch, IReadOnlyList<Score> scores)
    {
        var anyImproved = false;
        for (var model = 0; model < ModelCount; model++)
        {
            Stopping[model] = Stopping[model].After(epoch, scores[model].Accuracy, options.PatienceDelta);
            if (Stopping[model].BestEpoch != epoch) continue;
            anyImproved = true;
            for (var k = 0; k < NetworksPerModel; k++) best[(model * NetworksPerModel) + k].Keep();
        }
        return anyImproved;
    }

    /// <summary>The tensors that a training goes on from.</summary>
    public IEnumerable<(string Name, Tensor Value)> State() =>
    [
        .. networks.SelectMany((network, k) => ResumableUpdate.StateOf(network, $"current.{k}")),
        .. best.SelectMany((weights, k) => weights.Named($"current.{k}.best")),
        .. Optimizer.State.Select(entry => ($"current.optimizer.{entry.Name}", entry.Value)),
    ];

    public void RestoreBest()
    {
        foreach (var weights in best) weights.Restore();
    }

    public void Dispose()
    {
        workers.Dispose();
        Optimizer.Dispose();
        foreach (var pass in passes) pass.Dispose();
        foreach (var ofWorker in workerGradients) ofWorker.Dispose();
        foreach (var weights in best) weights.Dispose();
        foreach (var network in networks) network.Parameters.ReleaseGradients();
        values.Dispose();
    }

    private static int WorkersFor(TrainingOptions options) =>
        Math.Min(get_num_threads(), Math.Min(options.TrainingBatchSize, Environment.ProcessorCount));

    // By hand where the structure says how, or else by its modules. The first worker computes the networks themselves.
    private NetworkPass CreatePass(Tensor gradients, Worker worker) => networks[0].Structure.ByHand() is { } byHand
        ? byHand.CreatePass(backend, values, gradients, [.. networks.Select(network => network.Noise)])
        : new ModulePass(networks, values, gradients, worker);

    private BatchLoss WriteGradients(NetworkPass pass, TrainingBatch batch, int batchSize)
    {
        var logits = SumOverNetworks(pass.Forward(batch.Images).detach()); // (M, B, K)
        var loss = backend.CrossEntropy(logits, batch.Labels, batch.Weights, batchSize);
        pass.Backward(NetworksPerModel == 1 ? loss.Gradient : loss.Gradient.repeat_interleave(NetworksPerModel, 0));
        return loss;
    }

    private Tensor SumOverNetworks(Tensor logits) =>
        NetworksPerModel == 1 ? logits : logits.view(ModelCount, NetworksPerModel, logits.shape[1], logits.shape[2]).sum([1L]);
}
