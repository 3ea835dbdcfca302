using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures;

/// <summary>
/// Refuses to train batch norm on a single value per channel, as PyTorch does: there is no variance of one value, and
/// LibTorch would silently make the running statistics NaN.
/// </summary>
internal static class BatchNormGuard
{
    public static void Attach(nn.Module module)
    {
        foreach (var norm in module.modules().OfType<BatchNorm>().Distinct()) norm.register_forward_pre_hook((_, input) =>
        {
            if (norm.training) RefuseSingleValue(input);
            return input;
        });
    }

    /// <exception cref="LearningException">The input, (B, C, H, W), is one example of one pixel.</exception>
    public static void RefuseSingleValue(Tensor input) => RefuseSingleValue(input.shape is [1, _, 1, 1] ? 1 : 2);

    /// <exception cref="LearningException">There is one value per channel.</exception>
    public static void RefuseSingleValue(long valuesPerChannel)
    {
        if (valuesPerChannel == 1)
            throw new LearningException(
                "Batch normalisation cannot train on one value: a batch of a single example came to a layer in which an image is one pixel. "
                + "Use another clmodel.training_batch_size, so that the last batch of a megabatch has more than one example.");
    }
}
