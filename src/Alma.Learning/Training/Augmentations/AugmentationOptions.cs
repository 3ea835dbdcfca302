namespace Alma.Learning.Training.Augmentations;

/// <summary>
/// One of the random changes that training images go through, an item of <c>kornia_augs</c>. Names, keys and defaults are kornia's; each
/// image of a batch draws for itself.
/// </summary>
public abstract record AugmentationOptions
{
    /// <summary>How likely an image is to be changed.</summary>
    public abstract double P { get; init; }

    /// <summary>Whether one draw holds for the whole batch.</summary>
    public bool SameOnBatch { get; init; }

    /// <summary>Accepted for the Python project's configs, without effect: batches keep their shape.</summary>
    public bool Keepdim { get; init; }

    /// <param name="images">What it will be given.</param>
    /// <exception cref="LearningException">It cannot change such images.</exception>
    internal abstract Augmentation Build(AugmentedForm images);
}
