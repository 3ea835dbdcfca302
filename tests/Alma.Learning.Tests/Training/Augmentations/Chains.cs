using Alma.Data;
using Alma.Learning.Streams;
using Alma.Learning.Training.Augmentations;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Training.Augmentations;

/// <summary>Runs augmentations on batches whose pixels are all different.</summary>
internal static class Chains
{
    /// <summary>For images whose normalised pixels are the pixels in 0..1.</summary>
    public static AugmentationChain Of(ImageShape shape, params AugmentationOptions[] options) => Of(shape, Normalisation(shape), options);

    public static AugmentationChain Of(ImageShape shape, Normalisation normalisation, params AugmentationOptions[] options)
    {
        using var images = Images(shape, normalisation);
        return AugmentationChain.Of(options, images);
    }

    /// <summary>(B, C, H, W) of 0, 1, 2, ...</summary>
    public static Tensor Counting(long count, ImageShape shape) =>
        arange(count * shape.Size, dtype: ScalarType.Float32).view(count, shape.Channels, shape.Height, shape.Width);

    public static Tensor Apply(this AugmentationChain chain, Tensor batch, long seed)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return chain.Apply(batch, generator);
    }

    private static Normalisation Normalisation(ImageShape shape) =>
        new([.. Enumerable.Repeat(0f, shape.Channels)], [.. Enumerable.Repeat(1f, shape.Channels)]);

    private static ResidentImages Images(ImageShape shape, Normalisation normalisation) =>
        ResidentImages.From(new ImageSet(new byte[shape.Size], [0], shape.Channels, shape.Height, shape.Width), normalisation, CPU);
}
