using Alma.Learning.Networks;

namespace Alma.Learning.Export;

/// <summary>One network of a model, outside LibTorch.</summary>
/// <param name="Weights">Its parameters and buffers by their PyTorch names.</param>
public sealed record ModelNetwork(NetworkStructure Structure, IReadOnlyDictionary<string, WeightArray> Weights);
