// M: members, B: batch, K: classes.
using Alma.Learning.Learners.Combination;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Learning.Learners;

/// <summary>What a learner works with: its task, its seeds, its device, and whoever watches or stops it.</summary>
public sealed record LearnerContext(
    LearningTask Task, Seeds Seeds, Device Device, ITrainingProgress Progress, CancellationToken Cancellation)
{
    /// <summary>How far the update under way has come.</summary>
    public ResumableUpdate Update { get; init; } = new();

    /// <summary>What each update may spend; null for as much as it likes.</summary>
    public BudgetOptions? Budget { get; init; }

    /// <summary>What networks start from; null where their weights are drawn.</summary>
    public InitialWeights? Weights { get; init; }

    /// <summary>What seconds of a budget are counted by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>What a learner keeps between megabatches: all that a checkpoint holds of it.</summary>
/// <param name="Networks">In the order in which they came.</param>
/// <param name="Remembered">What the next update may replay.</param>
/// <param name="MemberWeights">What boosting weighs the networks by; empty for learners that do not.</param>
public sealed record LearnerState(IReadOnlyList<Network> Networks, TrainingSplit Remembered, IReadOnlyList<double> MemberWeights);

/// <summary>
/// What learns from a stream: updated on one megabatch after another, asked to predict after each. Learners differ in what
/// they keep between megabatches and how they combine it.
/// </summary>
public abstract class Learner(LearnerContext context, LearnerOptions options) : IDisposable
{
    private readonly UpdateBudget? budget = context.Budget is { } limit ? new UpdateBudget(limit, context.Time) : null;
    private readonly List<Network> networks = [];
    private LearnerState beforeUpdate = new([], new TrainingSplit([], []), []);
    private int networksBeforeUpdate;
    private long selectionMultiplyAdds; // of the update under way
    private int megabatchIndex; // of the update under way or the last one

    /// <summary>The networks it predicts with; none before the first update.</summary>
    public IReadOnlyList<Network> Networks => networks;

    /// <summary>What the last update cost, and what is held to predict.</summary>
    public LearnerCost Cost { get; private set; } = LearnerCost.None;

    /// <summary>How its networks are combined into one prediction.</summary>
    public abstract CombinationRule Rule { get; }

    /// <summary>What a checkpoint holds. The networks stay the learner's.</summary>
    public LearnerState State => new(networks, Memory.Remembered, MemberWeights);

    /// <summary>
    /// What a checkpoint holds while an update is under way, beside the update: what the update began with, but networks that
    /// it trains as they are now.
    /// </summary>
    public LearnerState StateInUpdate => beforeUpdate with { Networks = [.. networks.Take(networksBeforeUpdate)] };

    protected LearnerContext Context { get; } = context;

    /// <summary>Classes that have come by the update under way: its networks need an output for each.</summary>
    protected int ClassCount { get; private set; } = context.Task.ClassCount;

    /// <summary>What boosting weighs the networks by.</summary>
    protected virtual IReadOnlyList<double> MemberWeights => [];

    /// <summary>The examples that later updates may replay.</summary>
    protected ReplayMemory Memory { get; private set; } = new();

    /// <summary>Learns from a megabatch.</summary>
    /// <exception cref="LearningException">The megabatch is too small to split, or training diverged.</exception>
    public void Update(Megabatch megabatch)
    {
        foreach (var _ in UpdateByEpoch(megabatch))
        {
            // each is over when the next is asked for
        }
    }

    /// <summary>
    /// Learns from a megabatch while it is enumerated. Between two epochs the update can be saved (<see cref="StateInUpdate"/>); one that
    /// is not enumerated to its end leaves the learner of no use.
    /// </summary>
    /// <returns>An epoch that is through, of any of the trainings that make up the update; the next begins when it is asked for.</returns>
    /// <exception cref="LearningException">The megabatch is too small to split, or training diverged.</exception>
    public IEnumerable<EpochResult> UpdateByEpoch(Megabatch megabatch)
    {
        (beforeUpdate, networksBeforeUpdate) = (State with { MemberWeights = [.. MemberWeights] }, networks.Count);
        (selectionMultiplyAdds, megabatchIndex) = (0, megabatch.Index);
        ClassCount = Context.Task.ClassCountAfter(megabatch.Index);
        Context.Update.Begin(budget);
        var generator = Context.Seeds.Indices(SeedPurpose.ValidationSplit, megabatch.Index);
        var split = Memory.Admit(megabatch, options.SplitProportions, generator, Bound());
        var plan = new TrainingPlan(split, megabatch.Index) { Update = megabatch.Update };
        plan.RefuseEmpty();
        foreach (var epoch in Learn(plan)) yield return epoch;
        Cost = LearnerCost.Of(
            TrainingOutcome.OfRounds(Context.Update.Outcomes), new ComputeCost(Select: selectionMultiplyAdds), networks);
    }

    /// <summary>What each network says of a batch.</summary>
    /// <param name="images">(B, C, H, W) float32, normalised, on the learner's device.</param>
    /// <param name="observe">Is shown what layers have to show, for a learner of one network that has such layers.</param>
    /// <returns>Logits (M, B, K) of the classes that its latest networks know; minus infinity for those that a network does not.</returns>
    /// <exception cref="InvalidOperationException">It was not updated yet.</exception>
    public Tensor MemberLogits(Tensor images, Action<int, Tensor>? observe = null)
    {
        if (networks.Count == 0) throw new InvalidOperationException("a learner cannot predict before its first update");
        using var scope = NewDisposeScope();
        foreach (var network in networks) network.EvaluationMode();
        var logits = networks.Select(network => observe is null ? network.Forward(images) : network.Forward(images, observe));
        var classCount = networks.Max(network => network.Structure.ClassCount);
        return stack(logits.Select(known => MissingClasses.Pad(known, classCount))).MoveToOuterDisposeScope();
    }

    /// <summary>What the learner says of a batch of images (B, C, H, W).</summary>
    public Prediction Predict(Tensor images) => Rule.Combine(MemberLogits(images));

    /// <summary>
    /// What it must hold after so many updates, or null for a learner that does not say: then less of a checkpoint is checked.
    /// </summary>
    public virtual LearnerHolding? HoldingAfter(int updateCount) => null;

    /// <summary>Puts back what a checkpoint holds; the networks are taken over.</summary>
    public virtual void Restore(LearnerState state)
    {
        Memory = new ReplayMemory(state.Remembered);
        Replace(state.Networks);
        Cost = LearnerCost.OfHolding(networks);
    }

    public void Dispose()
    {
        Replace([]);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Trains what is to be trained on a megabatch, by <see cref="Train(Network, TrainingPlan)"/>, while it is enumerated.
    /// </summary>
    /// <returns>The epochs of its trainings.</returns>
    protected abstract IEnumerable<EpochResult> Learn(TrainingPlan plan);

    /// <summary>Trains a network by the one training loop while it is enumerated.</summary>
    protected IEnumerable<EpochResult> Train(Network network, TrainingPlan plan) => Train([[network]], plan);

    /// <summary>Trains models side by side, each of the summed logits of its networks (<see cref="TrainingLoop.Epochs"/>).</summary>
    /// <exception cref="LearningException">A network lacks a class that has come.</exception>
    protected IEnumerable<EpochResult> Train(IReadOnlyList<IReadOnlyList<Network>> models, TrainingPlan plan)
    {
        // A label beyond the outputs would have LibTorch read beside its memory.
        if (models.SelectMany(model => model).FirstOrDefault(network => network.Structure.ClassCount < ClassCount) is { } narrow)
            throw new LearningException(
                $"{GetType().Name} trains a network of {narrow.Structure.ClassCount} classes, and {ClassCount} have come. It has to make "
                + $"it by {nameof(Fresh)} or {nameof(CopyOf)}, or to call {nameof(GrowClasses)} first.");
        return new TrainingLoop(
            options, Context.Task.Train, Context.Seeds, Context.Progress, Context.Cancellation, Context.Update)
        {
            Allowance = Allowance(plan),
        }.Epochs(models, plan);
    }

    /// <summary>
    /// Counts what the update spends beside training and validation: on choosing what grows, on judging examples. What is counted before a
    /// training is taken off what a budget leaves for it.
    /// </summary>
    protected void CountSelection(long multiplyAdds) => selectionMultiplyAdds += multiplyAdds;

    /// <summary>
    /// A network of the model of the options with fresh weights, or with those that <c>clmodel.model.weights</c> names.
    /// </summary>
    /// <param name="index">Among the networks made at this megabatch, which start differently.</param>
    /// <exception cref="LearningException">The weights are of another network.</exception>
    protected Network Fresh(int megabatch, int index = 0)
    {
        if (Context.Weights is null) return Fresh(InitialStructure(), megabatch, index);
        var network = Fresh(InitialStructure(Context.Task.ClassCountAfter(0)), megabatch, index);
        try
        {
            Context.Weights.CopyTo(network, index);
            if (network.Structure.ClassCount == ClassCount) return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }

        using (network) return Grown(network, index); // the weights are older than a class
    }

    protected Network Fresh(NetworkStructure structure, int megabatch, int index = 0)
    {
        using var generator = Context.Seeds.Generator(SeedPurpose.Initialisation, megabatch, model: index);
        return new Network(structure, Context.Device, generator);
    }

    /// <summary>Another network of the same weights, to be trained on: with an output for each class that has come.</summary>
    /// <param name="index">Among the networks made so in this update, whose new outputs start differently.</param>
    protected Network CopyOf(Network network, int index = 0) => network.Structure.ClassCount < ClassCount
        ? Grown(network, index)
        : network.Copy();

    /// <summary>Gives its networks an output for each class that has come, for a learner that trains on with them.</summary>
    protected void GrowClasses()
    {
        if (networks.Exists(network => network.Structure.ClassCount < ClassCount))
            Replace([.. networks.Select((network, k) => network.Structure.ClassCount < ClassCount ? Grown(network, k) : network)]);
    }

    /// <summary>What networks begin with, with outputs for the classes that have come.</summary>
    protected NetworkStructure InitialStructure() => InitialStructure(ClassCount);

    /// <summary>The same, with outputs for so many classes.</summary>
    protected virtual NetworkStructure InitialStructure(int classCount) => options.Model.Structure(Context.Task.InputShape, classCount);

    /// <summary>Holds one more network to predict with.</summary>
    protected void Add(Network network) => networks.Add(network);

    /// <summary>Holds these networks instead; those that are not among them are disposed.</summary>
    protected void Replace(IReadOnlyList<Network> next)
    {
        foreach (var outgoing in networks.Except(next)) outgoing.Dispose();
        networks.Clear();
        networks.AddRange(next);
    }

    private BoundedMemory? Bound() => options.MemorySize is { } size
        ? new(options.Memory, size, example => Context.Seeds.OfExample(SeedPurpose.Memory, example), Context.Task.Train.LabelsOf)
        : null;

    private TrainingAllowance? Allowance(TrainingPlan plan)
    {
        var done = Context.Update.Outcomes;
        var toCome = Math.Max(1, (HoldingAfter(plan.Update)?.TrainingCount ?? 1) - done.Count);
        return budget?.Allow(
            selectionMultiplyAdds + done.Sum(outcome => outcome.Cost.Total), done.Sum(outcome => outcome.TrainingExamples), toCome);
    }

    private Network Grown(Network network, int index)
    {
        using var generator = Context.Seeds.Generator(SeedPurpose.Classes, megabatchIndex, model: index);
        return network.Structure.GrowClasses(network, ClassCount, generator);
    }
}

/// <summary>
/// What a learner must hold after a number of updates: what a checkpoint is checked against before anything is made of it.
/// </summary>
/// <param name="Initial">The structure that its networks begin with; growth may have enlarged it.</param>
/// <param name="NetworkCount">Networks it then holds.</param>
/// <param name="TrainingCount">Trainings of an update, one after the other.</param>
/// <param name="ModelCount">Models that a training trains side by side.</param>
/// <param name="IsWeighted">Whether each network has a weight.</param>
public sealed record LearnerHolding(
    NetworkStructure Initial, long NetworkCount, int TrainingCount = 1, int ModelCount = 1, bool IsWeighted = false);
