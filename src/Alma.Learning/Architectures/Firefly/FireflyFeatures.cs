using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Firefly;

/// <summary>What a layer with its candidates gives, or an image.</summary>
/// <param name="Known">(B, C, H, W): of the neurons there are.</param>
/// <param name="Born">(B, N, H, W): of its candidate new neurons, or null where it has none.</param>
internal sealed record FireflyFeatures(Tensor Known, Tensor? Born);
