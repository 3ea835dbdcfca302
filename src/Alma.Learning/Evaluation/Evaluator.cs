// M: members, B: batch, K: classes.
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Learners;
using Alma.Learning.Learners.Combination;
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
            var members = learner.MemberLogits(batch, usage is null ? null : usage.Add); // (M, B, K)
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

/// <summary>Counts a learner's hits and misses over batches, on the device, until they are read.</summary>
internal sealed class PredictionTally(int memberCount, int classCount, Device device) : IDisposable
{
    private readonly Tensor confusion = Counts(classCount * classCount, device); // class * K + choice
    private readonly Tensor lossSum = zeros(1, ScalarType.Float64, device).DetachFromDisposeScope();
    private readonly Tensor unknown = Counts(1, device); // examples of classes that no member knows
    private readonly Tensor memberHits = Counts(memberCount, device);
    private readonly Tensor oracleHits = Counts(1, device);
    private readonly Tensor agreements = Counts(1, device);
    private readonly Tensor depths = Counts(memberCount + 1, device);
    private bool hasDepths;

    /// <param name="members">Logits (M, B, K).</param>
    /// <param name="prediction">What the rule makes of them.</param>
    /// <param name="labels">(B) int64.</param>
    public void Add(CombinationRule rule, Tensor members, Prediction prediction, Tensor labels)
    {
        AddLosses(prediction, labels);
        confusion.add_(((labels * classCount) + prediction.Choice).bincount(null, minlength: classCount * classCount));
        if (memberCount == 1) return;
        var choices = members.argmax(2); // (M, B)
        var hits = choices.eq(labels);
        memberHits.add_(hits.sum(1));
        oracleHits.add_(hits.any(0).sum());
        agreements.add_(choices.eq(prediction.Choice).sum());
        if (rule.PredictionDepth(members) is not { } depth) return;
        depths.add_(depth.bincount(null, minlength: memberCount + 1));
        hasDepths = true;
    }

    private void AddLosses(Prediction prediction, Tensor labels)
    {
        if (prediction.Logits.shape[1] == classCount)
        {
            lossSum.add_(nn.functional.cross_entropy(prediction.Logits, labels, reduction: nn.Reduction.Sum));
            return;
        }
        var (losses, known) = ExampleLosses.Of(prediction, labels, classCount);
        lossSum.add_(losses.sum());
        unknown.add_(known!.logical_not().sum());
    }

    public Score Score()
    {
        var counts = Read(confusion);
        var total = counts.Sum();
        var hits = Enumerable.Range(0, classCount).Sum(k => counts[(k * classCount) + k]);
        using var loss = lossSum.cpu(); // item() of a tensor elsewhere would leave a copy behind
        return new Score(loss.item<double>() / (total - Read(unknown)[0]), (double)hits / total, total);
    }

    public IReadOnlyList<IReadOnlyList<long>> Confusion() => [.. Read(confusion).Chunk(classCount)];

    public MemberResults Members()
    {
        double total = Read(confusion).Sum();
        return new MemberResults(
            [.. Read(memberHits).Select(count => count / total)],
            Read(oracleHits)[0] / total,
            Read(agreements)[0] / total / memberCount,
            hasDepths ? [.. Read(depths)[1..].Select(count => count / total)] : []);
    }

    public void Dispose()
    {
        Tensor[] all = [confusion, lossSum, unknown, memberHits, oracleHits, agreements, depths];
        foreach (var counts in all) counts.Dispose();
    }

    private static Tensor Counts(int length, Device device) => zeros(length, ScalarType.Int64, device).DetachFromDisposeScope();

    private static long[] Read(Tensor counts)
    {
        using var onCpu = counts.cpu();
        return onCpu.data<long>().ToArray();
    }
}
