namespace Alma.Learning.Growth;

/// <summary>How far Firefly grows a network, and what it chooses from.</summary>
/// <param name="GrowRatio">Neurons to add, as a part of those there are.</param>
/// <param name="CandidateCount">New neurons tried per layer, beside the splits of every neuron.</param>
public sealed record FireflyScale(double GrowRatio, int CandidateCount = FireflyScale.UsualCandidateCount)
{
    public const int UsualCandidateCount = 70;
}
