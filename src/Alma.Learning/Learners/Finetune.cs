using Alma.Learning.Learners.Combination;
using Alma.Learning.Networks;
using Alma.Learning.Training;

namespace Alma.Learning.Learners;

/// <summary>Options of <see cref="Finetune"/>.</summary>
public record FinetuneOptions : LearnerOptions
{
    /// <summary>Whether each update starts from fresh weights instead of the last ones. Of use with replay.</summary>
    public bool InitFromScratch { get; init; }

    public override Learner Build(LearnerContext context) => new Finetune(context, this);
}

/// <summary>
/// The single model (SM): one network, trained on from its last weights at every megabatch, or from scratch (the paper, section 4.1).
/// </summary>
public class Finetune(LearnerContext context, FinetuneOptions options) : Learner(context, options)
{
    public override CombinationRule Rule { get; } = new SumOfLogits();

    public override LearnerHolding? HoldingAfter(int updateCount) => new(InitialStructure(), Math.Min(updateCount, 1));

    protected override IEnumerable<EpochResult> Learn(TrainingPlan plan)
    {
        GrowClasses();
        var next = Prepare(Networks.SingleOrDefault(), plan);
        Replace([next]);
        return Train(next, plan);
    }

    /// <summary>The network to train on this megabatch, which may be <paramref name="last"/>.</summary>
    protected virtual Network Prepare(Network? last, TrainingPlan plan) =>
        last is null || options.InitFromScratch ? Fresh(plan.Megabatch) : last;
}
