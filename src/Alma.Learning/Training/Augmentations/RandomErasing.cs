// B: batch, C: channels, H: height, W: width.
using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Alma.Learning.Training.Augmentations;

/// <summary>Erases a rectangle (Zhong, Zheng, Kang, Li and Yang 2017, arXiv:1708.04896).</summary>
public sealed record RandomErasingOptions : AugmentationOptions, IValidatableObject
{
    /// <summary>The rectangle's part of the image's area, from and to.</summary>
    [Length(2, 2)]
    [Range(0.0, 1.0)]
    public double[] Scale { get; init; } = [0.02, 0.33];

    /// <summary>The rectangle's height over its width, from and to.</summary>
    [Length(2, 2)]
    [Range(1e-6, 1e6)]
    public double[] Ratio { get; init; } = [0.3, 3.3];

    /// <summary>What the rectangle is filled with, in normalised units as the images are.</summary>
    [Range(-1e6, 1e6)]
    public double Value { get; init; }

    [Range(0.0, 1.0)]
    public override double P { get; init; } = 0.5;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Scale[0] > Scale[1]) yield return new ValidationResult("valid is [low, high]", [nameof(Scale)]);
        if (Ratio[0] > Ratio[1]) yield return new ValidationResult("valid is [low, high]", [nameof(Ratio)]);
    }

    internal override Augmentation Build(AugmentedForm images) => new RandomErasing(this, images);
}

/// <summary>Erases by a mask of the whole batch.</summary>
internal sealed class RandomErasing(RandomErasingOptions options, AugmentedForm images) : Augmentation(options, images)
{
    protected override Tensor Change(Tensor batch, BatchDraws draws)
    {
        var (height, width) = (Images.Shape.Height, Images.Shape.Width);
        var area = draws.Uniform(options.Scale[0], options.Scale[1], options.SameOnBatch) * (height * width); // (B)
        var ratio = Ratios(draws); // (B)
        var heights = (area * ratio).sqrt().round().clamp(1, height); // (B)
        var widths = (area / ratio).sqrt().round().clamp(1, width); // (B)
        var left = draws.UpTo(width - widths, options.SameOnBatch); // (B)
        var top = draws.UpTo(height - heights, options.SameOnBatch); // (B)
        var isErased = Within(top, heights, height).unsqueeze(2) & Within(left, widths, width).unsqueeze(1); // (B, H, W)
        return where(isErased.unsqueeze(1), tensor((float)options.Value, device: batch.device), batch); // (B, C, H, W)
    }

    // Half of the rectangles are flat and half upright where both can be, as kornia draws them.
    private Tensor Ratios(BatchDraws draws)
    {
        var (low, high) = (options.Ratio[0], options.Ratio[1]);
        if (low >= 1 || high <= 1) return draws.Uniform(low, high, options.SameOnBatch);
        var isFlat = draws.IsLess(0.5, options.SameOnBatch);
        return where(isFlat, draws.Uniform(low, 1, options.SameOnBatch), draws.Uniform(1, high, options.SameOnBatch));
    }

    /// <summary>(B, side): whether a place lies within the stretch of each image.</summary>
    private static Tensor Within(Tensor start, Tensor length, int side)
    {
        var places = arange(side, device: start.device); // (side)
        var begin = start.unsqueeze(1); // (B, 1)
        return places.ge(begin) & places.lt(begin + length.unsqueeze(1));
    }
}
