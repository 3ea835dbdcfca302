using Alma.Data;
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Training.Augmentations;

/// <summary>
/// The random changes that a batch of normalised training images goes through before the network sees it, one after the other on the
/// batch's device. Labels stay as they are.
/// </summary>
public sealed class AugmentationChain
{
    private readonly Augmentation[] augmentations;

    private AugmentationChain(Augmentation[] augmentations) => this.augmentations = augmentations;

    /// <summary>The most numbers that an image comes to on its way.</summary>
    public double LargestImage => augmentations.Select(augmentation => augmentation.LargestImage).DefaultIfEmpty().Max();

    /// <summary>Whether it changes nothing.</summary>
    public bool IsEmpty => augmentations.Length == 0;

    /// <param name="options">In the order of the config; null or empty changes nothing.</param>
    /// <param name="images">What batches are gathered from.</param>
    /// <exception cref="LearningException">An augmentation cannot change such images, or all together change their shape.</exception>
    public static AugmentationChain Of(IReadOnlyList<AugmentationOptions>? options, LabelledImages images) =>
        Of(options, images.Shape, images.Normalisation);

    /// <summary>The same of images that are not loaded yet.</summary>
    /// <exception cref="LearningException">An augmentation cannot change such images, or all together change their shape.</exception>
    public static AugmentationChain Of(IReadOnlyList<AugmentationOptions>? options, ImageShape shape, Normalisation normalisation)
    {
        var form = new AugmentedForm(shape, normalisation);
        var augmentations = new List<Augmentation>();
        foreach (var option in options ?? [])
        {
            augmentations.Add(option.Build(form));
            form = augmentations[^1].Result;
        }
        if (form.Shape != shape)
            throw new LearningException(
                $"{LearningSetting.Augmentations} makes images {form.Shape} of images {shape}, but networks are evaluated on these. "
                + $"Give the last RandomCrop the size [{shape.Height}, {shape.Width}].");
        return new AugmentationChain([.. augmentations]);
    }

    /// <summary>Changes a batch.</summary>
    /// <param name="batch">(B, C, H, W) float32, normalised; left as it is.</param>
    /// <param name="generator">Of the batch's device; the only source of randomness.</param>
    /// <returns>(B, C, H, W); the batch itself where nothing is to be changed.</returns>
    public Tensor Apply(Tensor batch, Generator generator)
    {
        if (augmentations.Length == 0) return batch;
        using var scope = NewDisposeScope();
        var changed = augmentations.Aggregate(batch, (current, augmentation) => augmentation.Apply(current, generator));
        return ReferenceEquals(changed, batch) ? batch : changed.MoveToOuterDisposeScope();
    }
}
