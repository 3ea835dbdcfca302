// M: members, B: batch, K: classes.
using Alma.Learning.Learners.Combination;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Learning.Evaluation;

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
