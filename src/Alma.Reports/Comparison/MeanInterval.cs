using MathNet.Numerics.Distributions;

namespace Alma.Reports.Comparison;

/// <summary>The mean of some values and Student's interval for what it estimates: mean ± t s / sqrt(n).</summary>
/// <param name="Count">n, how many values there are.</param>
/// <param name="HalfWidth">Of the 95 % interval; null for fewer than two values, which say nothing of how they vary.</param>
public sealed record MeanInterval(int Count, double Mean, double? HalfWidth)
{
    /// <summary>How often intervals made so hold what they estimate.</summary>
    public const double Confidence = 0.95;

    public double? Low => Mean - HalfWidth;

    public double? High => Mean + HalfWidth;

    /// <exception cref="ArgumentException">There are no values.</exception>
    public static MeanInterval Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0) throw new ArgumentException("there is no mean of no values");
        var mean = values.Average();
        return new MeanInterval(values.Count, mean, values.Count < 2 ? null : Quantile(values.Count - 1) * StandardError(values, mean));
    }

    /// <summary>The factor t of the interval, with as many degrees of freedom.</summary>
    public static double Quantile(int freedom) => StudentT.InvCDF(0, 1, freedom, (1 + Confidence) / 2);

    internal static double StandardError(IReadOnlyList<double> values, double mean) =>
        Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1) / values.Count);
}
