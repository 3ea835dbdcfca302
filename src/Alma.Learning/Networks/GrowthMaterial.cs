using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>What growth may look at, and what it draws from.</summary>
/// <param name="Validation">Indices into <paramref name="Images"/> of the examples to judge by.</param>
/// <param name="BatchSize">Of the examples looked at at once.</param>
/// <param name="Choices">Draws what grows, where that is random.</param>
/// <param name="Generator">Draws new weights.</param>
public sealed record GrowthMaterial(LabelledImages Images, long[] Validation, int BatchSize, MersenneTwister Choices, Generator Generator);
