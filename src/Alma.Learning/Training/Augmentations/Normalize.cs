// B: batch, C: channels.
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Alma.Learning.Training.Augmentations;

/// <summary>Subtracts a mean and divides by a deviation, of images that the dataset's own normalisation has gone before.</summary>
public sealed record NormalizeOptions : AugmentationOptions, IValidatableObject
{
    public required PerChannel Mean { get; init; }

    public required PerChannel Std { get; init; }

    [Range(0.0, 1.0)]
    public override double P { get; init; } = 1;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Std.IsPositive) yield return new ValidationResult("valid is more than 0 and at least 0.000001", [nameof(Std)]);
    }

    internal override Augmentation Build(AugmentedForm images) => new Normalize(this, images);
}

/// <summary>Normalises a batch.</summary>
internal sealed class Normalize(NormalizeOptions options, AugmentedForm images) : Augmentation(options, images)
{
    private readonly ImmutableArray<float> mean = options.Mean.Of(images.Shape.Channels, "Normalize.mean");
    private readonly ImmutableArray<float> deviation = options.Std.Of(images.Shape.Channels, "Normalize.std");

    // (x - m1) / s1, then (. - m2) / s2, is (x - (m1 + m2 s1)) / (s1 s2).
    public override AugmentedForm Result => Images with
    {
        Normalisation = new(
            [.. Images.Normalisation.Mean.Zip(Images.Normalisation.StandardDeviation, mean)
                .Select(channel => channel.First + channel.Third * channel.Second)],
            [.. Images.Normalisation.StandardDeviation.Zip(deviation, (first, second) => first * second)]),
    };

    protected override Tensor Change(Tensor batch, BatchDraws draws) =>
        (batch - Channels.Of(mean, batch.device)) / Channels.Of(deviation, batch.device);
}

/// <summary>Numbers of the channels, as a batch takes them.</summary>
internal static class Channels
{
    /// <summary>(1, C, 1, 1).</summary>
    public static Tensor Of(ImmutableArray<float> values, Device device) => tensor(values.ToArray(), device: device).view(1, -1, 1, 1);
}
