namespace Alma.Learning.Architectures.Firefly;

/// <summary>How far Firefly grows a network, and what it chooses from.</summary>
/// <param name="GrowRatio">Neurons to add, as a part of those there are.</param>
/// <param name="CandidateCount">New neurons tried per layer, beside the splits of every neuron.</param>
public sealed record FireflyScale(double GrowRatio, int CandidateCount = FireflyScale.UsualCandidateCount)
{
    public const int UsualCandidateCount = 70;

    /// <summary>
    /// The neurons that Firefly adds before an update, as a part of those there are (crlapi's <c>firefly.py</c>): a network that grows
    /// before every update gains <paramref name="ratio"/> of its first neurons each time; one that grows less often gains at a growth step
    /// what it would have gained at this update alone.
    /// </summary>
    public static double RatioBefore(int update, double ratio) => (((ratio * update) + 1) / ((ratio * (update - 1)) + 1)) - 1;
}
