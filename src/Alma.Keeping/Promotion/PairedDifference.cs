using MathNet.Numerics.Distributions;

namespace Alma.Keeping.Promotion;

/// <summary>
/// The difference of the errors of two models on the same examples, and its score interval: Tango, "Equivalence test and confidence
/// interval for the difference in proportions for the paired-sample design", Statistics in Medicine 17, 1998, section 3. It holds for few
/// examples and where the models hardly differ, where Wald's interval is too short.
/// </summary>
/// <param name="Count">n, the examples.</param>
/// <param name="OnlyFirstWrong">b, those that the first model alone gets wrong.</param>
/// <param name="OnlySecondWrong">c, those that the second alone gets wrong.</param>
public readonly record struct PairedDifference(int Count, int OnlyFirstWrong, int OnlySecondWrong)
{
    private const int Halvings = 60;

    /// <summary>(b - c) / n: the first model's error less the second's, -1 to 1; 0 where there is no example.</summary>
    public double Value => Count == 0 ? 0 : (double)(OnlyFirstWrong - OnlySecondWrong) / Count;

    /// <summary>Counts the examples that one of two models alone gets wrong.</summary>
    /// <exception cref="ArgumentException">They are not as many.</exception>
    public static PairedDifference Of(IReadOnlyList<bool> firstWrong, IReadOnlyList<bool> secondWrong)
    {
        ArgumentNullException.ThrowIfNull(firstWrong);
        ArgumentNullException.ThrowIfNull(secondWrong);
        if (firstWrong.Count != secondWrong.Count)
            throw new ArgumentException($"{firstWrong.Count} and {secondWrong.Count} examples are not the same ones.", nameof(secondWrong));
        var pairs = firstWrong.Zip(secondWrong).ToList();
        return new(pairs.Count, pairs.Count(pair => pair is (true, false)), pairs.Count(pair => pair is (false, true)));
    }

    /// <summary>The interval that holds the difference with a probability; from -1 to 1 where there is no example.</summary>
    /// <param name="level">The probability, in (0, 1). Above its upper end the difference is with half of what is left.</param>
    public (double Low, double High) Interval(double level)
    {
        if (Count == 0) return (-1, 1);
        var z = Normal.InvCDF(0, 1, (1 + level) / 2);
        return (EndWhere(z), EndWhere(-z));
    }

    /// <summary>The score of a difference: standard normal if that is the true one. It falls as the difference grows.</summary>
    internal double Score(double difference)
    {
        var (n, b, c) = ((double)Count, (double)OnlyFirstWrong, (double)OnlySecondWrong);
        // The likeliest probability that the second alone is wrong, q, if the first alone is with q + difference:
        // 2n q^2 - (b + c - (2n - b + c) difference) q - c difference (1 - difference) = 0.
        var half = (b + c - ((2 * n - b + c) * difference)) / 2;
        var q = (half + Math.Sqrt(Math.Max(0, (half * half) + (2 * n * c * difference * (1 - difference))))) / (2 * n);
        var variance = n * ((2 * q) + (difference * (1 - difference)));
        var excess = b - c - (n * difference);
        return variance > 0 ? excess / Math.Sqrt(variance) : excess == 0 ? 0 : Math.CopySign(double.PositiveInfinity, excess);
    }

    private double EndWhere(double score)
    {
        var (low, high) = (-1.0, 1.0);
        for (var k = 0; k < Halvings; k++)
        {
            var middle = (low + high) / 2;
            if (Score(middle) > score) low = middle;
            else high = middle;
        }

        return (low + high) / 2;
    }
}
