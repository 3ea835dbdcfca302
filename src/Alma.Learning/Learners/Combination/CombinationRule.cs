// M: members, B: batch, K: classes.
using static TorchSharp.torch;

namespace Alma.Learning.Learners.Combination;

/// <summary>What a learner says of a batch.</summary>
/// <param name="Logits">(B, K): their softmax is what the learner believes, and what its loss is measured on.</param>
/// <param name="Choice">(B) int64: the class it decides on, which a vote may take elsewhere than the largest logit.</param>
public sealed record Prediction(Tensor Logits, Tensor Choice);

/// <summary>How the members of a learner are combined into one prediction.</summary>
public abstract class CombinationRule
{
    /// <summary>Combines what the members say.</summary>
    /// <param name="members">Logits (M, B, K).</param>
    public abstract Prediction Combine(Tensor members);

    /// <summary>
    /// How many members, from the first on, it takes until the prediction for an example is the one that all of them together
    /// make: 1 to M, (B) int64; null for a rule that knows no order of members.
    /// </summary>
    /// <param name="members">Logits (M, B, K).</param>
    public virtual Tensor? PredictionDepth(Tensor members) => null;
}

/// <summary>The mean of the members' logits decides, or their vote.</summary>
public sealed class MeanOfLogits(bool vote) : CombinationRule
{
    public override Prediction Combine(Tensor members)
    {
        var mean = members.mean([0]);
        return new Prediction(mean, vote ? MajorityVote.Of(members) : mean.argmax(1));
    }
}

/// <summary>The mean of the members' probabilities decides, or their vote. The logits are the logarithm of that mean.</summary>
public sealed class MeanOfProbabilities(bool vote) : CombinationRule
{
    public override Prediction Combine(Tensor members)
    {
        var logMean = members.log_softmax(2).logsumexp(0) - Math.Log(members.shape[0]); // the mean in a way that cannot underflow to log(0)
        return new Prediction(logMean, vote ? MajorityVote.Of(members) : logMean.argmax(1));
    }
}

/// <summary>The sum of the members' logits decides: they are one model.</summary>
public sealed class SumOfLogits : CombinationRule
{
    public override Prediction Combine(Tensor members)
    {
        var sum = members.sum([0]);
        return new Prediction(sum, sum.argmax(1));
    }
}

/// <summary>
/// The members' logits, each times the weight boosting gave it, decide; summed or averaged, which changes the loss alone.
/// </summary>
public sealed class WeightedLogits(double[] weights, bool average) : CombinationRule
{
    public override Prediction Combine(Tensor members)
    {
        var weighted = Weigh(members);
        var combined = average ? weighted.mean([0]) : weighted.sum([0]);
        return new Prediction(combined, combined.argmax(1));
    }

    public override Tensor PredictionDepth(Tensor members)
    {
        var soFar = Weigh(members).cumsum(0).argmax(2); // (M, B): the choice of the first 1, 2, ... M members
        var differs = soFar.ne(soFar[^1]).to(ScalarType.Int64);
        var ranks = arange(1, members.shape[0] + 1, device: members.device).unsqueeze(1); // (M, 1)
        return (differs * ranks).amax([0]) + 1; // one more than the last that still differs
    }

    private Tensor Weigh(Tensor members) =>
        members * tensor(Array.ConvertAll(weights, weight => (float)weight), device: members.device).view(-1, 1, 1);
}
