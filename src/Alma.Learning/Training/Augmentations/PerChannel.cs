// C: channels.
using System.Collections.Immutable;
using System.Globalization;

namespace Alma.Learning.Training.Augmentations;

/// <summary>What kornia takes as one number for all channels or a list with one for each.</summary>
public sealed record PerChannel
{
    private const double Smallest = 1e-6;
    private const double Largest = 1e6;

    private readonly double[] values;

    private PerChannel(double[] values) => this.values = Array.TrueForAll(values, value => Math.Abs(value) <= Largest)
        ? values
        : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"found [{string.Join(", ", values)}], valid is {-Largest} to {Largest}."));

    public static implicit operator PerChannel(double value) => new([value]);

    public static implicit operator PerChannel(double[] values) => new(values);

    internal bool IsPositive => values.All(value => value >= Smallest);

    /// <exception cref="LearningException">There are other numbers than one or C.</exception>
    internal ImmutableArray<float> Of(int channels, string key) =>
        values.Length == channels || values.Length == 1
            ? [.. Enumerable.Range(0, channels).Select(channel => (float)values[values.Length == 1 ? 0 : channel])]
            : throw new LearningException(
                $"{key} has {values.Length} numbers, but images have {channels} channels; give one, or one for each.");
}
