using Alma.Data;

namespace Alma.Learning.Training.Augmentations;

/// <summary>What images are like at one place among the augmentations.</summary>
/// <param name="Shape">Of one image.</param>
/// <param name="Normalisation">What their pixels in 0..1 have gone through.</param>
internal sealed record AugmentedForm(ImageShape Shape, Normalisation Normalisation);
