namespace Alma.Learning.Networks;

/// <summary>One parameter or buffer of a network, outside LibTorch: as a file of weights has it.</summary>
/// <param name="Values">As many as the shape has places, the last axis running fastest.</param>
public sealed record WeightArray(IReadOnlyList<long> Shape, float[] Values);
