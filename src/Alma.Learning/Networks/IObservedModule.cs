using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>
/// The module of a network some of whose layers have more to show than their outputs: how each example went through them.
/// </summary>
public interface IObservedModule
{
    /// <summary>Runs the network, and shows what such layers have.</summary>
    /// <param name="input">(B, C, H, W) float32.</param>
    /// <param name="show">
    /// Is given the index of a layer among those that show something, and what it shows, (..., B); it lives until the call is over.
    /// </param>
    /// <returns>Logits (B, K).</returns>
    Tensor Observe(Tensor input, Action<int, Tensor> show);
}
