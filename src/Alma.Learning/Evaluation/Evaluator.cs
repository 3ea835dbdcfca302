using Alma.Learning.Architectures;
using Alma.Learning.Datasets;
using Alma.Learning.Learners;
using Alma.Learning.Training;

namespace Alma.Learning.Evaluation;

/// <summary>The mean weight that the leaf expert at a path of a mixture layer got over the examples it was evaluated on.</summary>
/// <param name="MixtureName">Such as <c>layers.1</c>.</param>
public sealed record ExpertShare(string MixtureName, ExpertPath Path, double MeanWeight);

/// <summary>How good a learner is on a set of examples, what finding out cost, and how much its experts were used, if it has any.</summary>
public sealed record EvaluationResult(Score Score, ComputeCost Cost, IReadOnlyList<ExpertShare> ExpertShares);

/// <summary>Scores a learner on the whole test set.</summary>
public sealed class Evaluator(ResidentImages testImages, int batchSize)
{
    private readonly long[] everyExample = [.. Enumerable.Range(0, (int)testImages.Count).Select(i => (long)i)];

    /// <exception cref="InvalidOperationException">The learner was not updated yet.</exception>
    public EvaluationResult Evaluate(Learner learner)
    {
        using var usage = learner.Networks is [{ Structure: MixtureStructure }] ? new ExpertUsage() : null;
        var score = Score.Of(images => learner.Predict(images, usage), testImages, everyExample, batchSize);
        var cost = new ComputeCost(Evaluate: everyExample.Length * learner.Cost.MultiplyAddsPerExample);
        return new EvaluationResult(score, cost, usage is null ? [] : Shares((MixtureStructure)learner.Networks[0].Structure, usage));
    }

    private static List<ExpertShare> Shares(MixtureStructure structure, ExpertUsage usage)
    {
        var means = usage.Means();
        return [.. structure.Mixtures.SelectMany((tree, k) =>
            tree.Leaves().Zip(means[k], (path, mean) => new ExpertShare(structure.MixtureName(k), path, mean)))];
    }
}
