// M: members, B: batch, K: classes.
using static TorchSharp.torch;

namespace Alma.Learning.Learners.Combination;

/// <summary>The class that most members choose; of classes with as many votes, the one that the most confident member chose.</summary>
public static class MajorityVote
{
    /// <summary>A tenth of a vote breaks ties and nothing else.</summary>
    internal const float TieBreak = 0.1f;

    /// <param name="members">Logits (M, B, K). The most confident member is the one with the largest probability.</param>
    /// <returns>(B) int64.</returns>
    public static Tensor Of(Tensor members)
    {
        var votes = nn.functional.one_hot(members.argmax(2), members.shape[2]).sum([0]).to(ScalarType.Float32); // (B, K)
        var mostConfident = members.softmax(2).amax([0]).argmax(1); // (B)
        return (votes + (nn.functional.one_hot(mostConfident, members.shape[2]) * TieBreak)).argmax(1);
    }
}
