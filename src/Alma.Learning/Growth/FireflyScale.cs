namespace Alma.Learning.Growth;

/// <summary>How far and how carefully Firefly grows a network.</summary>
/// <param name="GrowRatio">Neurons to add, as a part of those there are.</param>
/// <param name="Granularity">Points of the integrated gradient that candidates are scored by.</param>
/// <param name="CandidateCount">New neurons tried per layer, beside the splits of every neuron.</param>
public sealed record FireflyScale(double GrowRatio, int Granularity, int CandidateCount = FireflyScale.UsualCandidateCount)
{
    public const int UsualCandidateCount = 70;
}
