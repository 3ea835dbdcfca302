// C: channels.
using System.Collections.Immutable;

namespace Alma.Learning.Training.Augmentations;

/// <summary>What kornia takes as one number for all channels or a list with one for each.</summary>
public sealed record PerChannel
{
    private readonly double[] values;

    private PerChannel(double[] values) => this.values = values;

    public static implicit operator PerChannel(double value) => new([value]);

    public static implicit operator PerChannel(double[] values) => new(values);

    internal bool IsPositive => values.All(value => value > 0);

    /// <exception cref="LearningException">There are other numbers than one or C.</exception>
    internal ImmutableArray<float> Of(int channels, string key) =>
        values.Length == channels || values.Length == 1
            ? [.. Enumerable.Range(0, channels).Select(channel => (float)values[values.Length == 1 ? 0 : channel])]
            : throw new LearningException($"{key} has {values.Length} numbers, but images have {channels} channels; give one, or one for each.");
}
