using MathNet.Numerics.Distributions;

namespace Alma.Keeping.Drift;

/// <summary>
/// Whether a share is larger in one sample than in another: the score test of two proportions, and Fisher's exact test where counts are
/// small (Fleiss, Levin and Paik, "Statistical methods for rates and proportions", 2003, sections 3.1 and 3.3).
/// </summary>
public static class ShareIncrease
{
    private const double LeastExpected = 5;

    /// <param name="referenceHits">Of so many examples of the reference.</param>
    /// <param name="hits">Of so many of the sample that is tested.</param>
    /// <returns>How probable so large a share is, were it the same; null where there is nothing to compare.</returns>
    public static double? Test(int referenceHits, int referenceCount, int hits, int count)
    {
        var (all, total) = (referenceHits + (long)hits, referenceCount + (long)count);
        if (referenceCount == 0 || count == 0 || all == 0 || all == total) return null;
        var share = (double)all / total;
        var least = Math.Min(share, 1 - share) * Math.Min(referenceCount, count);
        if (least < LeastExpected)
            return Math.Clamp(1 - (hits == 0 ? 0 : new Hypergeometric((int)total, (int)all, count).CumulativeDistribution(hits - 1)), 0, 1);
        var deviation = Math.Sqrt(share * (1 - share) * ((1.0 / referenceCount) + (1.0 / count)));
        return Normal.CDF(0, 1, -(((double)hits / count) - ((double)referenceHits / referenceCount)) / deviation);
    }
}
