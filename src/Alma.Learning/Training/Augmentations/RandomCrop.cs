// B: batch, C: channels, H, W: height and width, P, Q: those of the padded image, S, T: those of the crop.
using System.ComponentModel.DataAnnotations;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Learning.Training.Augmentations;

/// <summary>What a padded image's border is made of.</summary>
public enum BorderMode
{
    Constant,
    Reflect,
    Replicate,
    Circular,
}

/// <summary>Cuts a window at a random place out of the padded image.</summary>
public sealed record RandomCropOptions : AugmentationOptions
{
    /// <summary>Height and width of the window.</summary>
    [Length(2, 2)]
    [Range(1, ImagePadding.Widest)]
    public required int[] Size { get; init; }

    public ImagePadding Padding { get; init; }

    /// <summary>Whether an image that is smaller than the window even so is padded more.</summary>
    public bool PadIfNeeded { get; init; }

    /// <summary>The value of a constant border, in normalised units as the images are.</summary>
    [Range(-1e6, 1e6)]
    public double Fill { get; init; }

    public BorderMode PaddingMode { get; init; }

    /// <summary>Here of the batch as a whole.</summary>
    [Range(0.0, 1.0)]
    public override double P { get; init; } = 1;

    internal override Augmentation Build(AugmentedForm images) => new RandomCrop(this, images);
}

/// <summary>Crops every image of a batch at once, by a view of all windows that there are.</summary>
internal sealed class RandomCrop : Augmentation
{
    private readonly RandomCropOptions options;
    private readonly ImagePadding padding;

    /// <exception cref="LearningException">
    /// The window is larger than the padded image, or a border needs more pixels than there are.
    /// </exception>
    public RandomCrop(RandomCropOptions options, AugmentedForm images) : base(options, images)
    {
        this.options = options;
        var (_, height, width) = images.Shape;
        var (windowHeight, windowWidth) = (options.Size[0], options.Size[1]);
        padding = options.PadIfNeeded ? options.Padding.AtLeast(height, width, windowHeight, windowWidth) : options.Padding;
        var (paddedHeight, paddedWidth) = (height + padding.Top + padding.Bottom, width + padding.Left + padding.Right);
        if (paddedHeight < windowHeight || paddedWidth < windowWidth)
            throw new LearningException(
                $"RandomCrop cannot cut {windowHeight} x {windowWidth} out of {paddedHeight} x {paddedWidth}; use less size, "
                + $"more padding or {LearningSetting.PadIfNeeded}.");
        var mostBorder = options.PaddingMode == BorderMode.Reflect ? 1 : 0;
        if (options.PaddingMode != BorderMode.Constant && options.PaddingMode != BorderMode.Replicate
            && (Math.Max(padding.Top, padding.Bottom) > height - mostBorder || Math.Max(padding.Left, padding.Right) > width - mostBorder))
            throw new LearningException(
                $"RandomCrop cannot pad images of {height} x {width} by so many pixels in the mode {options.PaddingMode}.");
    }

    public override AugmentedForm Result => Images with { Shape = new(Images.Shape.Channels, options.Size[0], options.Size[1]) };

    public override double LargestImage =>
        (double)Images.Shape.Channels
        * (Images.Shape.Height + padding.Top + padding.Bottom)
        * (Images.Shape.Width + padding.Left + padding.Right);

    // Images of two sizes make no batch, so kornia decides for the batch.
    protected override bool IsAllOrNone => true;

    protected override Tensor Change(Tensor batch, BatchDraws draws)
    {
        var padded = Padded(batch); // (B, C, P, Q)
        var windows = padded.unfold(2, options.Size[0], 1).unfold(3, options.Size[1], 1); // (B, C, P-S+1, Q-T+1, S, T)
        var rows = draws.UpTo((int)windows.shape[2] - 1, options.SameOnBatch); // (B)
        var columns = draws.UpTo((int)windows.shape[3] - 1, options.SameOnBatch); // (B)
        var each = arange(batch.shape[0], device: batch.device); // (B)
        // (B, C, S, T)
        return windows.index(TensorIndex.Tensor(each), TensorIndex.Colon, TensorIndex.Tensor(rows), TensorIndex.Tensor(columns));
    }

    private Tensor Padded(Tensor batch)
    {
        if (padding == default) return batch;
        var mode = options.PaddingMode switch
        {
            BorderMode.Reflect => PaddingModes.Reflect,
            BorderMode.Replicate => PaddingModes.Replicate,
            BorderMode.Circular => PaddingModes.Circular,
            _ => PaddingModes.Constant,
        };
        return nn.functional.pad(
            batch, (padding.Left, padding.Right, padding.Top, padding.Bottom), mode, mode == PaddingModes.Constant ? options.Fill : 0);
    }
}
