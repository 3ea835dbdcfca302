using System.ComponentModel.DataAnnotations;
using Alma.Learning.Learners;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Training;

namespace CustomLearner;

/// <summary>
/// The section <c>clmodel</c> of a config whose class is RecentEnsemble: the keys that every learner has, and <c>keep</c>.
/// </summary>
public sealed record RecentEnsembleOptions : LearnerOptions
{
    /// <summary>Networks held to predict.</summary>
    [Range(1, 1000)]
    public required int Keep { get; init; }

    public override Learner Build(LearnerContext context) => new RecentEnsemble(context, this);
}

/// <summary>An ensemble of the networks of the last few megabatches, each started from the one before: it stops growing.</summary>
public sealed class RecentEnsemble(LearnerContext context, RecentEnsembleOptions options) : Learner(context, options)
{
    public override CombinationRule Rule { get; } = new MeanOfProbabilities(vote: false);

    protected override IEnumerable<EpochResult> Learn(TrainingPlan plan)
    {
        var next = Networks.Count == 0 ? Fresh(plan.Megabatch) : CopyOf(Networks[^1]);
        foreach (var epoch in Train(next, plan)) yield return epoch; // between two, a checkpoint may be saved
        Replace([.. Networks.TakeLast(options.Keep - 1), next]); // disposes the network that is left out
    }
}
