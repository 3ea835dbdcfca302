using static TorchSharp.torch;

namespace Alma.Learning.Training.Augmentations;

/// <summary>A random change of the images of a batch, ready for images of one form.</summary>
internal abstract class Augmentation(AugmentationOptions options, AugmentedForm images)
{
    /// <summary>What it makes of the images.</summary>
    public virtual AugmentedForm Result => Images;

    /// <summary>Numbers of the largest image that it makes on the way to its result.</summary>
    public virtual double LargestImage => Images.Shape.Size;

    /// <summary>What it is given.</summary>
    protected AugmentedForm Images { get; } = images;

    /// <summary>Whether the batch is changed as a whole or not at all, each image in its own way.</summary>
    protected virtual bool IsAllOrNone => options.SameOnBatch;

    /// <param name="batch">(B, C, H, W) float32.</param>
    /// <param name="generator">Of the batch's device; the only source of randomness.</param>
    /// <returns>(B, C, H', W').</returns>
    public Tensor Apply(Tensor batch, Generator generator)
    {
        if (options.P == 0) return batch;
        using var scope = NewDisposeScope();
        var draws = new BatchDraws(batch.shape[0], batch.device, generator);
        var isChanged = options.P < 1 ? draws.IsLess(options.P, IsAllOrNone).view(-1, 1, 1, 1) : null; // (B, 1, 1, 1)
        var changed = Change(batch, draws);
        return (isChanged is null ? changed : where(isChanged, changed, batch)).MoveToOuterDisposeScope();
    }

    /// <summary>Changes every image.</summary>
    protected abstract Tensor Change(Tensor batch, BatchDraws draws);
}
