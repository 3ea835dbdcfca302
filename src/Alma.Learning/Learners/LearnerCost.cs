using Alma.Learning.Networks;
using Alma.Learning.Training;

namespace Alma.Learning.Learners;

/// <summary>What an update cost, and what a learner holds to predict.</summary>
/// <param name="Compute">Of the update.</param>
/// <param name="EpochCount">Epochs it trained for.</param>
/// <param name="TrainingExamples">Examples it stepped on, each counted in every epoch.</param>
/// <param name="BestValidationAccuracy">Of the weights it kept.</param>
/// <param name="BestEpoch">The epoch these are from.</param>
/// <param name="Parameters">Held to predict.</param>
/// <param name="BytesToPredict">Held to predict.</param>
/// <param name="MultiplyAddsPerExample">Of one prediction.</param>
public sealed record LearnerCost(
    ComputeCost Compute,
    int EpochCount,
    long TrainingExamples,
    double BestValidationAccuracy,
    int BestEpoch,
    long Parameters,
    long BytesToPredict,
    long MultiplyAddsPerExample)
{
    /// <summary>Of a learner that has seen nothing.</summary>
    public static LearnerCost None { get; } = new(new ComputeCost(), 0, 0, 0, 0, 0, 0, 0);

    /// <summary>What is held to predict, of a megabatch that was only waited for.</summary>
    public LearnerCost OfWaiting() =>
        None with { Parameters = Parameters, BytesToPredict = BytesToPredict, MultiplyAddsPerExample = MultiplyAddsPerExample };

    /// <summary>What these networks are to hold and to predict with, before any update.</summary>
    public static LearnerCost OfHolding(IReadOnlyList<Network> networks) => None with
    {
        Parameters = networks.Sum(network => network.Parameters.Count),
        BytesToPredict = networks.Sum(network => network.BytesToPredict),
        MultiplyAddsPerExample = networks.Sum(network => network.MultiplyAddsPerExample),
    };

    /// <summary>Of an update that trained as <paramref name="outcome"/> says, by a learner that predicts with these networks.</summary>
    public static LearnerCost Of(TrainingOutcome outcome, ComputeCost beforeTraining, IReadOnlyList<Network> networks) =>
        OfHolding(networks) with
        {
            Compute = beforeTraining + outcome.Cost,
            EpochCount = outcome.EpochCount,
            TrainingExamples = outcome.TrainingExamples,
            BestValidationAccuracy = outcome.BestAccuracy,
            BestEpoch = outcome.BestEpoch,
        };
}
