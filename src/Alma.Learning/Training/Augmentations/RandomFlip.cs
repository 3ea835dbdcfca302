// B: batch, C: channels, H: height, W: width.
using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Alma.Learning.Training.Augmentations;

/// <summary>Left becomes right.</summary>
public sealed record RandomHorizontalFlipOptions : AugmentationOptions
{
    [Range(0.0, 1.0)]
    public override double P { get; init; } = 0.5;

    internal override Augmentation Build(AugmentedForm images) => new RandomFlip(this, images, dimension: 3);
}

/// <summary>Top becomes bottom.</summary>
public sealed record RandomVerticalFlipOptions : AugmentationOptions
{
    [Range(0.0, 1.0)]
    public override double P { get; init; } = 0.5;

    internal override Augmentation Build(AugmentedForm images) => new RandomFlip(this, images, dimension: 2);
}

/// <summary>Turns a dimension round.</summary>
internal sealed class RandomFlip(AugmentationOptions options, AugmentedForm images, long dimension) : Augmentation(options, images)
{
    protected override Tensor Change(Tensor batch, BatchDraws draws) => batch.flip(dimension); // (B, C, H, W)
}
