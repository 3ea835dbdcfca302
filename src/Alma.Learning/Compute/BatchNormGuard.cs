using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

/// <summary>
/// Refuses to train batch norm on a single value per channel, as PyTorch does: there is no variance of one value, and
/// LibTorch would silently make the running statistics NaN.
/// </summary>
public static class BatchNormGuard
{
    /// <summary>Why, for messages.</summary>
    public const string Reason = "Batch normalisation cannot train on one value";

    internal static void Attach(nn.Module module)
    {
        foreach (var norm in module.modules().OfType<BatchNorm>().Distinct()) norm.register_forward_pre_hook((_, input) =>
        {
            if (norm.training) RefuseSingleValue(input);
            return input;
        });
    }

    /// <exception cref="LearningException">The input, (B, C, H, W), is one example of one pixel.</exception>
    internal static void RefuseSingleValue(Tensor input) => RefuseSingleValue(input.shape is [1, _, 1, 1] ? 1 : 2);

    /// <exception cref="LearningException">There is one value per channel.</exception>
    internal static void RefuseSingleValue(long valuesPerChannel)
    {
        if (valuesPerChannel == 1)
            throw new LearningException(
                $"{Reason}: a batch of a single example came to a layer in which an image is one pixel. "
                + $"Use another {LearningSetting.TrainingBatchSize}, so that the last batch of a megabatch has more than one example.");
    }
}
