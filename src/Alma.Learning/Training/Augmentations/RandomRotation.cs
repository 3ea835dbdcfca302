// B: batch, C: channels, H: height, W: width.
using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Alma.Learning.Training.Augmentations;

/// <summary>How a pixel between pixels is made.</summary>
public enum Resampling
{
    Nearest,
    Bilinear,
}

/// <summary>
/// Turns an image about its centre, against the clock for a positive angle. What comes in from outside is 0, in normalised units.
/// </summary>
public sealed record RandomRotationOptions : AugmentationOptions
{
    /// <summary>A number of degrees to both sides, or a range.</summary>
    public required NumberOrRange Degrees { get; init; }

    public Resampling Resample { get; init; } = Resampling.Bilinear;

    /// <summary>Whether the centres of the corner pixels, instead of the corners themselves, are the ends of the image.</summary>
    public bool AlignCorners { get; init; } = true;

    [Range(0.0, 1.0)]
    public override double P { get; init; } = 0.5;

    internal override Augmentation Build(AugmentedForm images) => new RandomRotation(this, images);
}

/// <summary>Samples every image of a batch on a turned grid.</summary>
internal sealed class RandomRotation(RandomRotationOptions options, AugmentedForm images) : Augmentation(options, images)
{
    protected override Tensor Change(Tensor batch, BatchDraws draws)
    {
        var (low, high) = options.Degrees.About(0);
        var angles = draws.Uniform(low, high, options.SameOnBatch).mul(Math.PI / 180); // (B)
        var grid = nn.functional.affine_grid(Rotations(angles), batch.shape, options.AlignCorners); // (B, H, W, 2)
        var mode = options.Resample == Resampling.Nearest ? GridSampleMode.Nearest : GridSampleMode.Bilinear;
        return nn.functional.grid_sample(batch, grid, mode, GridSamplePaddingMode.Zeros, options.AlignCorners); // (B, C, H, W)
    }

    // From a place in the result to the place that its pixel comes from. Both run from -1 to 1 over sides that may differ.
    private Tensor Rotations(Tensor angles)
    {
        var inset = options.AlignCorners ? 1 : 0;
        var aspect = (double)(Images.Shape.Height - inset) / (Images.Shape.Width - inset);
        var (cosine, sine, zero) = (angles.cos(), angles.sin(), zeros_like(angles));
        var columns = stack([cosine, -sine * aspect, zero], dim: 1); // (B, 3)
        var rows = stack([sine / aspect, cosine, zero], dim: 1); // (B, 3)
        return stack([columns, rows], dim: 1); // (B, 2, 3)
    }
}
