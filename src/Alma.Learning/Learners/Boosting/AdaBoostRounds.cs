using System.ComponentModel.DataAnnotations;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Training;

namespace Alma.Learning.Learners.Boosting;

/// <summary>Options of <see cref="AdaBoostRounds"/>.</summary>
public sealed record AdaBoostRoundsOptions : LearnerOptions
{
    /// <summary>Networks added at each megabatch.</summary>
    [Range(1, 1000)]
    public required int NRounds { get; init; }

    protected override double HeldCount(int updateCount) => (double)updateCount * NRounds;

    public override Learner Build(LearnerContext context) => new AdaBoostRounds(context, this);
}

/// <summary>
/// AdaBoost.SAMME within each megabatch: several fresh networks one after the other, the loss of the examples that the
/// earlier ones of the megabatch got wrong counting more. The mean of all networks' logits weighted by their alphas decides.
/// </summary>
public sealed class AdaBoostRounds(LearnerContext context, AdaBoostRoundsOptions options) : Learner(context, options)
{
    private readonly List<double> alphas = [];

    public override CombinationRule Rule => new WeightedLogits([.. alphas], average: true);

    protected override IReadOnlyList<double> MemberWeights => alphas;

    public override LearnerHolding? HoldingAfter(int updateCount) =>
        new(InitialStructure(), (long)updateCount * options.NRounds, options.NRounds, IsWeighted: true);

    public override void Restore(LearnerState state)
    {
        base.Restore(state);
        alphas.Clear();
        alphas.AddRange(state.MemberWeights);
    }

    protected override IEnumerable<EpochResult> Learn(TrainingPlan plan)
    {
        var errors = new List<bool[]>();
        var examples = plan.Split.Training;
        for (var round = 0; round < options.NRounds; round++)
        {
            var network = Fresh(plan.Megabatch, round);
            Add(network);
            var weights = Samme.Weigh(errors, examples.Length, ClassCount).ExampleWeights;
            var boosted = plan with { Round = round, TrainingWeights = Array.ConvertAll(weights, weight => weight * weights.Length) };
            CountSelection(network.MultiplyAddsPerExample * examples.Length);
            foreach (var epoch in Train(network, boosted)) yield return epoch;
            errors.Add(MemberErrors.Of(network, Context.Task.Train, examples, options.ValidationBatchSize));
        }
        alphas.AddRange(Samme.Weigh(errors, examples.Length, ClassCount).Alphas);
    }
}
