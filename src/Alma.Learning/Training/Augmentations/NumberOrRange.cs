using System.Globalization;

namespace Alma.Learning.Training.Augmentations;

/// <summary>
/// What kornia takes as a number or a pair: the pair is a range to draw from, the number how far the range reaches about its centre.
/// </summary>
public readonly record struct NumberOrRange
{
    // No factor or angle means more, and infinity less still.
    private const double Largest = 1e6;

    private readonly double reach;
    private readonly (double Low, double High)? range;

    private NumberOrRange(double reach, (double, double)? range) => (this.reach, this.range) = (reach, range);

    public static implicit operator NumberOrRange(double reach) =>
        reach is >= 0 and <= Largest
            ? new(reach, null)
            : throw new ArgumentException(
                $"found {Written(reach)}, valid is at least 0 or a pair [low, high]. No number may be larger than {Written(Largest)}.");

    public static implicit operator NumberOrRange(double[] range) =>
        range is [var low, var high] && low <= high && low >= -Largest && high <= Largest
            ? new(0, (low, high))
            : throw new ArgumentException(
                $"found [{string.Join(", ", range.Select(Written))}], valid is a number or a pair [low, high]. "
                + $"No number may be larger than {Written(Largest)}.");

    private static string Written(double number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The range about a centre, cut off at <paramref name="least"/>.</summary>
    internal (double Low, double High) About(double centre, double least = double.NegativeInfinity) =>
        range ?? (Math.Max(least, centre - reach), centre + reach);
}
