using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>The module of a network some of whose layers are mixtures of experts, which can tell how much each is used.</summary>
public interface IRoutedModule
{
    /// <summary>Runs the network and adds the weights its leaf experts got, summed over the batch, to <paramref name="usage"/>.</summary>
    /// <param name="input">(B, C, H, W) float32.</param>
    /// <returns>Logits (B, K).</returns>
    Tensor Route(Tensor input, ExpertUsage usage);
}
