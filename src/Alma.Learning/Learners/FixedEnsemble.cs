using System.ComponentModel.DataAnnotations;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Networks;
using Alma.Learning.Training;

namespace Alma.Learning.Learners;

/// <summary>Options of an ensemble of k networks, whatever the number of megabatches.</summary>
public abstract record FixedEnsembleOptions : LearnerOptions
{
    /// <summary>Networks.</summary>
    [Range(1, 1000)]
    public required int K { get; init; }

    /// <summary>Whether each update starts from fresh weights.</summary>
    public bool InitFromScratch { get; init; }

    protected override double HeldCount(int updateCount) => K;

    protected override double TrainedCount => K;
}

/// <summary>Options of the ensemble (Ens) of networks trained apart.</summary>
public sealed record KEnsembleOptions : FixedEnsembleOptions
{
    /// <summary>Whether the members vote; otherwise the mean of their probabilities decides.</summary>
    public bool Vote { get; init; }

    public override Learner Build(LearnerContext context) =>
        new FixedEnsemble(
            context, this, new MeanOfProbabilities(Vote), networks => [.. networks.Select(network => (IReadOnlyList<Network>)[network])]);
}

/// <summary>Options of the summed ensemble (UMix) of networks trained as one model.</summary>
public sealed record AggEnsembleOptions : FixedEnsembleOptions
{
    /// <summary>Accepted for the Python project's configs, without effect: summed networks are one model and do not vote.</summary>
    public bool Vote { get; init; }

    public override Learner Build(LearnerContext context) => new FixedEnsemble(context, this, new SumOfLogits(), networks => [networks]);
}

/// <summary>
/// k networks, all trained on at every megabatch: apart, each with its own shuffling (Ens), or as one model on their summed
/// logits (UMix; the paper, section 4.1).
/// </summary>
/// <param name="models">How the networks are grouped into models that are trained side by side.</param>
public sealed class FixedEnsemble(
    LearnerContext context,
    FixedEnsembleOptions options,
    CombinationRule rule,
    Func<IReadOnlyList<Network>, IReadOnlyList<IReadOnlyList<Network>>> models) : Learner(context, options)
{
    public override CombinationRule Rule => rule;

    public override LearnerHolding? HoldingAfter(int updateCount) =>
        new(InitialStructure(), updateCount == 0 ? 0 : options.K, ModelCount: rule is SumOfLogits ? 1 : options.K);

    protected override IEnumerable<EpochResult> Learn(TrainingPlan plan)
    {
        if (Networks.Count == 0 || options.InitFromScratch)
            Replace([.. Enumerable.Range(0, options.K).Select(k => Fresh(plan.Megabatch, k))]);
        GrowClasses();
        return Train(models(Networks), plan);
    }
}
