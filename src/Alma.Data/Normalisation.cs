using System.Collections.Immutable;

namespace Alma.Data;

/// <summary>Per channel, what is subtracted from a pixel in 0..1 (its byte over 255) and what it is then divided by.</summary>
public sealed record Normalisation(ImmutableArray<float> Mean, ImmutableArray<float> StandardDeviation);
