using System.ComponentModel.DataAnnotations;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Networks;
using Alma.Learning.Training;

namespace Alma.Learning.Learners;

/// <summary>Options of a growing ensemble of one network more per megabatch.</summary>
public record EnsembleOptions : LearnerOptions
{
    /// <summary>Whether the members vote; otherwise the mean of their logits decides.</summary>
    public bool Vote { get; init; }

    /// <summary>Whether new members start from fresh weights instead of those of the last ones.</summary>
    public bool InitFromScratch { get; init; }

    protected override double HeldCount(int updateCount) => updateCount;

    public override Learner Build(LearnerContext context) => new GrowingEnsemble(context, this, memberCount: 1, new ShuffledSampler());
}

/// <summary>Options of a growing ensemble of k networks more per megabatch.</summary>
public record EnsembleEnsembleOptions : EnsembleOptions
{
    /// <summary>Networks added at every megabatch.</summary>
    [Range(1, 1000)]
    public required int K { get; init; }

    protected override double HeldCount(int updateCount) => (double)updateCount * K;

    protected override double TrainedCount => K;

    public override Learner Build(LearnerContext context) => new GrowingEnsemble(context, this, K, new ShuffledSampler());
}

/// <summary>Options of bagging: k networks more per megabatch, each on a bootstrap sample.</summary>
public sealed record BaggingOptions : EnsembleEnsembleOptions
{
    /// <summary>The part of the training examples that each bootstrap sample is drawn from.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double SubsampleP { get; init; } = 1;

    public override Learner Build(LearnerContext context) => new GrowingEnsemble(context, this, K, new BootstrapSampler(SubsampleP));
}

/// <summary>
/// Adds networks at every megabatch, trained on it side by side and each started from the network added before it in its
/// place, or from scratch: the growing ensemble (gEns; the paper, section 4.1) with one, bagging (Breiman 1996) with
/// bootstrap samples.
/// </summary>
public sealed class GrowingEnsemble(LearnerContext context, EnsembleOptions options, int memberCount, Sampler sampler)
    : Learner(context, options)
{
    public override CombinationRule Rule { get; } = new MeanOfLogits(options.Vote);

    public override LearnerHolding? HoldingAfter(int updateCount) =>
        new(InitialStructure(), (long)updateCount * memberCount, ModelCount: memberCount);

    protected override IEnumerable<EpochResult> Learn(TrainingPlan plan)
    {
        var isFresh = Networks.Count == 0 || options.InitFromScratch;
        var added = Enumerable.Range(0, memberCount)
            .Select(k => isFresh ? Fresh(plan.Megabatch, k) : CopyOf(Networks[Networks.Count - memberCount + k], k))
            .ToArray();
        foreach (var epoch in Train([.. added.Select(network => (IReadOnlyList<Network>)[network])], plan with { Sampler = sampler }))
            yield return epoch;
        foreach (var network in added) Add(network);
    }
}
