using MathNet.Numerics.Distributions;

namespace Alma.Keeping.Promotion;

/// <summary>Wilson's interval of a probability: "Probable inference", Journal of the American Statistical Association 22, 1927.</summary>
public static class ErrorInterval
{
    /// <summary>How often intervals made so hold the probability.</summary>
    public const double Level = 0.95;

    /// <param name="count">Examples.</param>
    /// <param name="wrongCount">How many of them are wrong.</param>
    /// <returns>From 0 to 1 where there is no example.</returns>
    public static (double Low, double High) Of(int count, int wrongCount)
    {
        if (count == 0) return (0, 1);
        var z = Normal.InvCDF(0, 1, (1 + Level) / 2);
        var (n, p) = ((double)count, (double)wrongCount / count);
        var middle = (p + (z * z / (2 * n))) / (1 + (z * z / n));
        var half = z / (1 + (z * z / n)) * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
