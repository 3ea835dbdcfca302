using System.ComponentModel.DataAnnotations;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Training;

namespace Alma.Learning.Learners;

/// <summary>Options of <see cref="RoundEnsemble"/>.</summary>
public sealed record RoundEnsembleOptions : LearnerOptions
{
    /// <summary>Networks trained one after the other at each megabatch.</summary>
    [Range(1, 1000)]
    public required int NRounds { get; init; }

    protected override double HeldCount(int updateCount) => (double)updateCount * NRounds;

    public override Learner Build(LearnerContext context) => new RoundEnsemble(context, this);
}

/// <summary>
/// At each megabatch a fresh network, trained for several rounds, each from the best weights of the last with a fresh
/// optimizer; the network after each round is a member, and the mean of all members' logits decides (crlapi's
/// <c>debug_ensemble</c>).
/// </summary>
public sealed class RoundEnsemble(LearnerContext context, RoundEnsembleOptions options) : Learner(context, options)
{
    public override CombinationRule Rule { get; } = new MeanOfLogits(vote: false);

    public override LearnerHolding? HoldingAfter(int updateCount) =>
        new(InitialStructure(), (long)updateCount * options.NRounds, options.NRounds);

    protected override IEnumerable<EpochResult> Learn(TrainingPlan plan)
    {
        for (var round = 0; round < options.NRounds; round++)
        {
            var network = round == 0 ? Fresh(plan.Megabatch) : CopyOf(Networks[^1]);
            Add(network);
            foreach (var epoch in Train(network, plan with { Round = round })) yield return epoch;
        }
    }
}
