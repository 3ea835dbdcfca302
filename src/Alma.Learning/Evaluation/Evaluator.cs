// M: members, B: batch, K: classes.
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Learning.Evaluation;

/// <summary>Scores a learner on a whole test set.</summary>
public sealed class Evaluator(LabelledImages testImages, int classCount, int batchSize)
{
    /// <summary>How many misclassified examples are kept to be looked at.</summary>
    public const int WorstCount = 24;

    /// <summary>The order in which classes come, where the labels are numbered so; results have the numbers of the data set.</summary>
    public ClassArrivals? Classes { get; init; }

    private readonly int exampleCount = (int)testImages.Count;

    /// <summary>Scores what the learner says of every test image; before its first update it guesses.</summary>
    public EvaluationResult Evaluate(Learner learner)
    {
        if (learner.Networks.Count == 0) return EvaluationResult.OfGuessing(classCount, exampleCount);
        using var noGradient = no_grad();
        using var usage = learner.Networks is [{ Structure: MixtureStructure }] ? new ExpertUsage() : null;
        using var tally = new PredictionTally(learner.Networks.Count, classCount, testImages.Device);
        using var worst = new WorstMistakes(WorstCount, classCount, testImages.Device);
        using var loader = testImages.Load([.. Enumerable.Range(0, exampleCount).Select(k => (long)k)], batchSize);
        while (loader.MoveNext())
        {
            using var scope = NewDisposeScope();
            var (batch, labels) = loader.Gather();
            var members = learner.MemberLogits(batch, usage); // (M, B, K)
            var prediction = learner.Rule.Combine(members);
            tally.Add(learner.Rule, members, prediction, labels);
            worst.Add(prediction, labels, loader.Start);
        }
        return new EvaluationResult(
            tally.Score(),
            new ComputeCost(Evaluate: exampleCount * learner.Cost.MultiplyAddsPerExample),
            InDataset(tally.Confusion()),
            learner.Networks.Count > 1 ? tally.Members() : null,
            usage is null ? [] : Shares((MixtureStructure)learner.Networks[0].Structure, usage))
        {
            Worst = [.. worst.Read().Select(InDataset)],
        };
    }

    private IReadOnlyList<IReadOnlyList<long>> InDataset(IReadOnlyList<IReadOnlyList<long>> confusion)
    {
        if (Classes is null) return confusion;
        var counts = confusion.Select(row => new long[row.Count]).ToArray();
        for (var label = 0; label < counts.Length; label++)
            for (var choice = 0; choice < counts.Length; choice++)
                counts[Classes.Order[label]][Classes.Order[choice]] = confusion[label][choice];
        return counts;
    }

    private MisclassifiedExample InDataset(MisclassifiedExample example) => Classes is null
        ? example
        : example with { Label = Classes.Order[example.Label], Choice = Classes.Order[example.Choice] };

    private static List<ExpertShare> Shares(MixtureStructure structure, ExpertUsage usage)
    {
        var means = usage.Means();
        return [.. structure.Mixtures.SelectMany((tree, k) =>
            tree.Leaves().Zip(means[k], (path, mean) => new ExpertShare(structure.MixtureName(k), path, mean)))];
    }
}
