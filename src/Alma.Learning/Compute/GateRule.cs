namespace Alma.Learning.Compute;

/// <summary>How a gate weighs the children of a mixture.</summary>
/// <param name="IsHard">All the weight on the child of the largest score, instead of the softmax of the scores.</param>
/// <param name="Perturbs">For a hard gate: whether noise is added to the scores in training before it chooses.</param>
/// <param name="PerturbsGradient">
/// For a hard gate: whether its gradient is that of the softmax of the perturbed scores, not of the scores.
/// </param>
internal readonly record struct GateRule(bool IsHard, bool Perturbs, bool PerturbsGradient);
