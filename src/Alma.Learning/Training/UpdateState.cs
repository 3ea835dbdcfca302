using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>
/// How far an update has come, beside its tensors: what a checkpoint has of it as text. An update is a growth step at most, and then one
/// training or several, one after the other. All else of it follows from the seeds.
/// </summary>
/// <param name="EpochCount">Epochs that are through, in all its trainings.</param>
/// <param name="StepCount">Steps that are through, in all its trainings.</param>
/// <param name="GrowthMultiplyAdds">What choosing what to grow has cost, once the network has grown.</param>
/// <param name="Finished">What each training that is through came to.</param>
/// <param name="CurrentEpochs">Epochs of the training under way that are through.</param>
/// <param name="OptimizerSteps">Steps of the training under way that its optimizer has taken.</param>
/// <param name="Models">Per model of the training under way, its best epoch so far; null between two trainings.</param>
/// <param name="Seconds">That it has taken, where a budget bounds them; otherwise null.</param>
public sealed record UpdateState(
    int EpochCount, long StepCount, long? GrowthMultiplyAdds, IReadOnlyList<TrainingOutcome> Finished, int CurrentEpochs,
    int OptimizerSteps, IReadOnlyList<EarlyStopping>? Models, double? Seconds = null);

/// <summary>What an update by training came to.</summary>
/// <param name="TrainingExamples">Examples stepped on, each counted in every epoch and by every model.</param>
/// <param name="BestEpoch">Of the model that improved last.</param>
/// <param name="BestAccuracy">On the validation examples, the mean over the models.</param>
public sealed record TrainingOutcome(int EpochCount, int BestEpoch, double BestAccuracy, long TrainingExamples, ComputeCost Cost)
{
    /// <summary>Of trainings one after the other on one megabatch.</summary>
    public static TrainingOutcome OfRounds(IReadOnlyList<TrainingOutcome> rounds) => rounds.Count == 0 ? new(0, 0, 0, 0, new()) : new(
        rounds.Sum(round => round.EpochCount),
        rounds[^1].BestEpoch,
        rounds.Average(round => round.BestAccuracy),
        rounds.Sum(round => round.TrainingExamples),
        rounds.Select(round => round.Cost).Aggregate((sum, cost) => sum + cost));
}

/// <summary>
/// The update under way: after every epoch it can be saved, and a learner that is given it back goes on from there.
/// </summary>
public sealed class ResumableUpdate
{
    private readonly List<(TrainingOutcome Outcome, Network[] Networks)> finished = [];
    private (int Epochs, long Steps) through; // in all trainings
    private long? growthMultiplyAdds;
    private TrainingGroup? current;
    private int currentEpochs;
    private UpdateState? saved; // until the update is where it was
    private Func<string, Tensor, Tensor>? savedTensors;
    private UpdateBudget? budget;

    /// <summary>How far it has come; this stays as it is when the update goes on.</summary>
    public UpdateState State => new(
        through.Epochs, through.Steps, growthMultiplyAdds, Outcomes, currentEpochs, current?.Optimizer.StepCount ?? 0,
        current is null ? null : [.. current.Stopping], budget?.Seconds);

    /// <summary>
    /// What of the update goes into a checkpoint as tensors, by names of its own. They are the update's, and change as it goes on.
    /// </summary>
    public IEnumerable<(string Name, Tensor Value)> Tensors() =>
    [
        .. finished.SelectMany((training, t) => training.Networks.SelectMany((network, k) => StateOf(network, $"finished.{t}.{k}"))),
        .. current?.State() ?? [],
    ];

    /// <summary>What each training of the update that is through came to.</summary>
    public IReadOnlyList<TrainingOutcome> Outcomes => [.. finished.Select(training => training.Outcome)];

    /// <summary>Epochs that are through, in all its trainings.</summary>
    public int EpochCount => through.Epochs;

    /// <summary>Steps that are through, in all its trainings.</summary>
    public long StepCount => through.Steps;

    /// <summary>Gives back what was saved, before the learner is updated on the same megabatch again.</summary>
    /// <param name="tensors">
    /// By the names of <see cref="Tensors"/>, of the shape and type of another; has to hold until the update has gone past them.
    /// </param>
    public void Resume(UpdateState state, Func<string, Tensor, Tensor> tensors) => (saved, savedTensors) = (state, tensors);

    /// <summary>An update begins, or goes on where it was saved.</summary>
    /// <param name="limit">What it may spend; null for as much as it likes.</param>
    internal void Begin(UpdateBudget? limit)
    {
        budget = limit;
        budget?.Begin(saved?.Seconds);
        finished.Clear();
        through = (saved?.EpochCount ?? 0, saved?.StepCount ?? 0);
        growthMultiplyAdds = null;
        Leave();
    }

    /// <summary>Grows a network, unless it was saved after it had grown: then it is the grown one already.</summary>
    internal (Network Grown, long MultiplyAdds) Grow(Network network, Func<(Network Grown, long MultiplyAdds)> grow)
    {
        var result = saved?.GrowthMultiplyAdds is { } spent ? (network, spent) : grow();
        growthMultiplyAdds = result.Item2;
        return result;
    }

    /// <summary>Whether the next training was through when the update was saved; its networks then have the weights it left.</summary>
    internal bool Recall(Network[] networks)
    {
        if (saved is null || finished.Count >= saved.Finished.Count) return false;
        for (var k = 0; k < networks.Length; k++) Copy(StateOf(networks[k], $"finished.{finished.Count}.{k}"));
        Finish(saved.Finished[finished.Count], networks);
        return true;
    }

    /// <summary>A training begins, or goes on where it was saved.</summary>
    /// <returns>Epochs that are through.</returns>
    internal int Begin(TrainingGroup group)
    {
        current = group;
        if (saved is not { Models: { } models }) return currentEpochs = 0;
        Copy(group.State());
        group.Optimizer.StepCount = saved.OptimizerSteps;
        models.ToArray().CopyTo(group.Stopping, 0);
        currentEpochs = saved.CurrentEpochs;
        saved = null;
        return currentEpochs;
    }

    internal void EpochDone(int stepCount)
    {
        currentEpochs++;
        through = (through.Epochs + 1, through.Steps + stepCount);
    }

    /// <summary>Multiply-adds of growth, while the first epoch of the update is under way; then 0.</summary>
    internal long SpentBeforeEpoch => currentEpochs == 0 && finished.Count == 0 ? growthMultiplyAdds ?? 0 : 0;

    /// <summary>A training is through.</summary>
    internal void Finish(TrainingOutcome outcome, Network[] networks)
    {
        finished.Add((outcome, networks));
        Leave();
        if (saved is { Models: null } && finished.Count == saved.Finished.Count) saved = null;
    }

    /// <summary>A network's parameters and buffers under names that begin with a prefix.</summary>
    internal static IEnumerable<(string Name, Tensor Value)> StateOf(Network network, string prefix) =>
        network.Buffers.Select((buffer, b) => ($"{prefix}.buffers.{b}", buffer)).Prepend(($"{prefix}.values", network.Parameters.Values));

    // No training is under way.
    private void Leave() => (current, currentEpochs) = (null, 0);

    private void Copy(IEnumerable<(string Name, Tensor Value)> state)
    {
        using var noGradient = no_grad();
        foreach (var (name, value) in state) value.copy_(savedTensors!(name, value));
    }
}
