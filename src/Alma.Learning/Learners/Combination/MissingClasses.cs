// M: members, B: batch, K: classes.
using static TorchSharp.torch;

namespace Alma.Learning.Learners.Combination;

/// <summary>
/// Combines members some of which do not know all classes: those that came after a member was trained are minus infinity in its logits.
/// Its probability of them is 0, and it has no vote for them; a mean of logits leaves it out for them, since with it no class that came
/// later could ever be chosen.
/// </summary>
internal static class MissingClasses
{
    /// <summary>What members count at least where some do not know all classes.</summary>
    internal const float LeastWeight = 1e-6f;

    /// <summary>Logits (B, K) of more classes than a member knows.</summary>
    /// <param name="known">(B, at most K).</param>
    public static Tensor Pad(Tensor known, int classCount) => known.shape[1] == classCount
        ? known
        : cat([known, full([known.shape[0], classCount - known.shape[1]], float.NegativeInfinity, known.dtype, known.device)], 1);

    /// <summary>(M, 1, K), 1 where a member knows a class and else 0; null where all know all.</summary>
    /// <param name="members">Logits (M, B, K).</param>
    public static Tensor? Known(Tensor members)
    {
        if (members.shape[0] == 1 || members.shape[1] == 0) return null;
        var missing = members.narrow(1, 0, 1).isneginf(); // what one example gets shows it
        using var isAny = missing.any().cpu(); // item() of a tensor elsewhere would leave a copy behind
        return isAny.item<bool>() ? missing.logical_not().to(members.dtype) : null;
    }

    /// <summary>
    /// The sum of the members' logarithms of probabilities, each times its weight: for each class the weighted mean over those that know
    /// it, times the weight of all. Where all know all, it chooses as the weighted sum of logits does. Members of a weight below 0 count
    /// nothing, but for classes that no other knows: turned round, what they say would make such a class the likeliest of all.
    /// </summary>
    /// <param name="members">Logits (M, B, K).</param>
    /// <param name="weights">(M, 1, 1).</param>
    /// <param name="known">(M, 1, K).</param>
    /// <returns>(M, B, K): of the first member, of the first two, and so on to that of all.</returns>
    public static Tensor Sums(Tensor members, Tensor weights, Tensor known)
    {
        weights = weights.clamp_min(LeastWeight);
        var weighted = (members.log_softmax(2).masked_fill(known.eq(0), 0) * weights).cumsum(0); // (M, B, K)
        var weight = (weights * known).cumsum(0); // (M, 1, K)
        return (weighted / weight * weights.cumsum(0)).masked_fill(weight.eq(0), float.NegativeInfinity);
    }
}
