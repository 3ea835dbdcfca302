// M: models, B: batch, K: classes.
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

/// <summary>What a batch, or a part of it, came to for models trained side by side.</summary>
/// <param name="Loss">The sum over models and examples, by the size of the whole batch, a scalar, float32.</param>
/// <param name="Hits">Examples classified right, the sum over models, a scalar, int64.</param>
/// <param name="Gradient">(M, B, K), of each model's loss by its logits.</param>
internal sealed record BatchLoss(Tensor Loss, Tensor Hits, Tensor Gradient);
