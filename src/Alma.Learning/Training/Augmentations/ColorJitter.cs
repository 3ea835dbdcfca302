// B: batch, C: channels, H: height, W: width.
using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Alma.Learning.Training.Augmentations;

/// <summary>
/// Changes brightness, contrast, saturation and hue, in an order drawn for the batch. A colour is one in 0..1 only, so images are taken
/// back to that and normalised again; kornia, given normalised images, would cut them off at 0 and 1.
/// </summary>
public sealed record ColorJitterOptions : AugmentationOptions, IValidatableObject
{
    /// <summary>How far about 1 what pixels are multiplied by goes, or from and to.</summary>
    public NumberOrRange Brightness { get; init; }

    /// <summary>The same of the distance from the image's mean grey.</summary>
    public NumberOrRange Contrast { get; init; }

    /// <summary>The same of the distance from the pixel's own grey.</summary>
    public NumberOrRange Saturation { get; init; }

    /// <summary>How far to both sides the hue is turned, 0.5 being half round; or from and to.</summary>
    public NumberOrRange Hue { get; init; }

    [Range(0.0, 1.0)]
    public override double P { get; init; } = 1;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (factor, name) in new[]
        {
            (Brightness, nameof(Brightness)),
            (Contrast, nameof(Contrast)),
            (Saturation, nameof(Saturation))
        })
            if (factor.About(1, least: 0).Low < 0)
                yield return new ValidationResult("valid is a range of factors that are at least 0", [name]);
        if (Hue.About(0) is not ( >= -0.5, <= 0.5))
            yield return new ValidationResult("valid is at most 0.5 to both sides", [nameof(Hue)]);
    }

    internal override Augmentation Build(AugmentedForm images) =>
        images.Shape.Channels == 3 || (Saturation == default && Hue == default)
            ? new ColorJitter(this, images)
            : throw new LearningException(
                $"ColorJitter cannot change saturation or hue of images with {images.Shape.Channels} channels; leave out both.");
}

/// <summary>Jitters a batch, each image by factors of its own.</summary>
internal sealed class ColorJitter(ColorJitterOptions options, AugmentedForm images) : Augmentation(options, images)
{
    protected override Tensor Change(Tensor batch, BatchDraws draws)
    {
        var (mean, deviation) = (
            Channels.Of(Images.Normalisation.Mean, batch.device), Channels.Of(Images.Normalisation.StandardDeviation, batch.device));
        var pixels = (batch * deviation).add_(mean); // (B, C, H, W)
        foreach (var step in draws.Order(4))
        {
            using var scope = NewDisposeScope();
            var jittered = Jitter(step, pixels, draws);
            if (ReferenceEquals(jittered, pixels)) continue;
            pixels.Dispose();
            pixels = jittered.MoveToOuterDisposeScope();
        }
        return pixels.sub(mean).div_(deviation);
    }

    private Tensor Jitter(long step, Tensor pixels, BatchDraws draws) => step switch
    {
        0 => options.Brightness == default ? pixels : (pixels * Factor(options.Brightness, draws)).clamp_(0, 1),
        1 => options.Contrast == default
            ? pixels
            : Blend(pixels, Colours.Grey(pixels).mean([1, 2, 3], keepdim: true), Factor(options.Contrast, draws)),
        2 => options.Saturation == default ? pixels : Blend(pixels, Colours.Grey(pixels), Factor(options.Saturation, draws)),
        _ => options.Hue == default ? pixels : Colours.TurnHue(pixels.clamp(0, 1), Drawn(options.Hue.About(0), draws)),
    };

    private static Tensor Blend(Tensor pixels, Tensor grey, Tensor factor) => lerp(grey, pixels, factor).clamp_(0, 1);

    private Tensor Factor(NumberOrRange factor, BatchDraws draws) => Drawn(factor.About(1, least: 0), draws);

    /// <summary>(B, 1, 1, 1).</summary>
    private Tensor Drawn((double Low, double High) range, BatchDraws draws) =>
        draws.Uniform(range.Low, range.High, options.SameOnBatch).view(-1, 1, 1, 1);
}
