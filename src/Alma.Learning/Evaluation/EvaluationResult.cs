using Alma.Learning.Architectures.Moe;
using Alma.Learning.Training;

namespace Alma.Learning.Evaluation;

/// <summary>The mean weight that the leaf expert at a path of a mixture layer got over the examples it was evaluated on.</summary>
/// <param name="MixtureName">Such as <c>layers.1</c>.</param>
public sealed record ExpertShare(string MixtureName, ExpertPath Path, double MeanWeight);

/// <summary>How the members of a learner with several networks do, one by one and beside each other.</summary>
/// <param name="Accuracies">Of each member alone.</param>
/// <param name="OracleAccuracy">The part of the examples that at least one member gets right.</param>
/// <param name="Agreement">The part of the members that choose as the learner does, the mean over examples.</param>
/// <param name="PredictionDepths">For boosting: the part of the examples settled by the first member, the second, and so on.</param>
public sealed record MemberResults(
    IReadOnlyList<double> Accuracies, double OracleAccuracy, double Agreement, IReadOnlyList<double> PredictionDepths);

/// <summary>How good a learner is on a set of examples, and what finding out cost.</summary>
/// <param name="Confusion">Examples by class and by choice: row k holds those of class k.</param>
/// <param name="Members">For a learner of several networks.</param>
/// <param name="ExpertShares">For a learner of one network that has experts.</param>
public sealed record EvaluationResult(
    Score Score, ComputeCost Cost, IReadOnlyList<IReadOnlyList<long>> Confusion, MemberResults? Members,
    IReadOnlyList<ExpertShare> ExpertShares)
{
    /// <summary>The misclassified examples of the largest loss, the worst first; at most <see cref="Evaluator.WorstCount"/>.</summary>
    public IReadOnlyList<MisclassifiedExample> Worst { get; init; } = [];

    /// <summary>Of whoever has learned nothing yet and guesses: one class in K is right.</summary>
    public static EvaluationResult OfGuessing(int classCount, int exampleCount) =>
        new(new Score(Math.Log(classCount), 1.0 / classCount, exampleCount), new ComputeCost(), [], null, []);

    /// <summary>The accuracy on the examples of each class; not a number where there are none.</summary>
    public IReadOnlyList<double> ClassAccuracies => [.. Confusion.Select((row, label) => row[label] / (double)row.Sum())];
}

/// <summary>A test example that a learner took for another class than its own.</summary>
/// <param name="Index">In the test set, zero-based.</param>
/// <param name="Label">Its class.</param>
/// <param name="Choice">The class it was taken for.</param>
/// <param name="Loss">Its cross-entropy, in nats.</param>
public sealed record MisclassifiedExample(int Index, int Label, int Choice, double Loss)
{
    /// <summary>What the learner gave the example's own class, in 0..1.</summary>
    public double Probability => Math.Exp(-Loss);
}
