using Alma.Learning.Learners.Combination;
using Alma.Learning.Networks;
using Alma.Learning.Training;

namespace Alma.Learning.Learners.Boosting;

/// <summary>What the new network of a megabatch starts from.</summary>
public enum BoostingStart
{
    Last,
    First,
    Scratch,
}

/// <summary>How examples that earlier networks got wrong come to count more.</summary>
public enum BoostingMethod
{
    /// <summary>Their loss is multiplied.</summary>
    Weighting,

    /// <summary>They are drawn more often.</summary>
    Sampling,
}

/// <summary>What validation accuracy is measured on.</summary>
public enum BoostingValidation
{
    /// <summary>All validation examples alike.</summary>
    Normal,

    /// <summary>Each by the weight that the earlier networks' errors give it.</summary>
    Weighted,
}

/// <summary>Options of <see cref="AdaBoost"/>.</summary>
public sealed record AdaBoostOptions : LearnerOptions
{
    public BoostingStart Init { get; init; } = BoostingStart.Last;

    public BoostingMethod Boosting { get; init; } = BoostingMethod.Sampling;

    public BoostingValidation Validation { get; init; } = BoostingValidation.Normal;

    /// <summary>Whether networks are weighed by their errors on the validation examples instead of the training examples.</summary>
    public bool ComputeModelWeightsOnVal { get; init; } = true;

    protected override double HeldCount(int updateCount) => updateCount;

    public override Learner Build(LearnerContext context) => new AdaBoost(context, this);
}

/// <summary>
/// Boosting over megabatches: at each one more network, for which the examples that the earlier ones get wrong count more
/// (<see cref="Samme"/>); the sum of logits weighted by the networks' alphas decides.
/// </summary>
public sealed class AdaBoost(LearnerContext context, AdaBoostOptions options) : Learner(context, options)
{
    private double[] alphas = [];

    public override CombinationRule Rule => new WeightedLogits(alphas, average: false);

    protected override IReadOnlyList<double> MemberWeights => alphas;

    public override LearnerHolding? HoldingAfter(int updateCount) => new(InitialStructure(), updateCount, IsWeighted: true);

    public override void Restore(LearnerState state)
    {
        base.Restore(state);
        alphas = [.. state.MemberWeights];
    }

    protected override IEnumerable<EpochResult> Learn(TrainingPlan plan)
    {
        var earlier = Networks.ToArray();
        var (training, validation) = (ErrorsOf(earlier, plan.Split.Training), ErrorsOf(earlier, plan.Split.Validation));
        var network = Start(plan.Megabatch);
        Add(network);
        var judged = options.ComputeModelWeightsOnVal ? plan.Split.Validation : plan.Split.Training;
        var examplesJudged = (long)plan.Split.Training.Length + plan.Split.Validation.Length;
        CountSelection(
            (earlier.Sum(member => member.MultiplyAddsPerExample) * examplesJudged) + (network.MultiplyAddsPerExample * judged.Length));
        foreach (var epoch in Train(network, Boosted(plan, training, validation))) yield return epoch;
        bool[][] errors = [.. options.ComputeModelWeightsOnVal ? validation : training, .. ErrorsOf([network], judged)];
        alphas = Weigh(errors, judged.Length).Alphas;
    }

    private TrainingPlan Boosted(TrainingPlan plan, bool[][] training, bool[][] validation)
    {
        if (training.Length == 0) return plan;
        var weights = Weigh(training, plan.Split.Training.Length).ExampleWeights;
        var weighted = options.Validation == BoostingValidation.Weighted
            ? plan with { ValidationWeights = Weigh(validation, plan.Split.Validation.Length).ExampleWeights }
            : plan;
        return options.Boosting == BoostingMethod.Sampling
            ? weighted with { Sampler = new WeightedSampler(weights) }
            : weighted with { TrainingWeights = Array.ConvertAll(weights, weight => weight * weights.Length) };
    }

    private Network Start(int megabatch) => Networks.Count == 0 || options.Init == BoostingStart.Scratch
        ? Fresh(megabatch)
        : CopyOf(options.Init == BoostingStart.First ? Networks[0] : Networks[^1]);

    private SammeWeights Weigh(bool[][] errors, int exampleCount) => Samme.Weigh(errors, exampleCount, ClassCount);

    private bool[][] ErrorsOf(Network[] members, long[] examples) =>
        Array.ConvertAll(members, member => MemberErrors.Of(member, Context.Task.Train, examples, options.ValidationBatchSize));
}
