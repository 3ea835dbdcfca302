using MathNet.Numerics;

namespace Alma.Keeping.Drift;

/// <summary>
/// Whether two samples of counts are of one distribution. The population stability index says how far they are apart, sum of
/// (p - q) ln(p / q). Had nothing changed, PSI / (1/n + 1/m) would be chi-squared with one degree of freedom less than there are bins
/// (Yurdakul and Naranjo, "Statistical properties of the population stability index", Journal of Risk Model Validation 14, 2020, section
/// 3). So is Pearson's statistic of homogeneity, to which it is equal to first order and which is nearer to chi-squared where examples are
/// few (PSI exceeds the quantile of 0.001 up to four times too often at 10 examples a bin): that is what the probability is of.
/// </summary>
public static class DistributionChange
{
    /// <summary>Bins in which fewer of either sample are to be expected are joined with others.</summary>
    private const double LeastExpected = 5;

    /// <param name="reference">Counts by bin.</param>
    /// <param name="arriving">The same of the sample that is tested; bins that either lacks are empty.</param>
    /// <param name="isOrdered">Whether bins that lie beside each other are alike: then these are joined.</param>
    /// <returns>The index, and how probable a difference as large is; null where there is nothing to compare.</returns>
    public static (double Stability, double Probability)? Test(
        IReadOnlyList<int> reference, IReadOnlyList<int> arriving, bool isOrdered)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(arriving);
        var bins = Enumerable.Range(0, Math.Max(reference.Count, arriving.Count))
            .Select(k => new Bin(k < reference.Count ? reference[k] : 0, k < arriving.Count ? arriving[k] : 0)).ToList();
        var (n, m) = ((double)bins.Sum(bin => (long)bin.Reference), (double)bins.Sum(bin => (long)bin.Arriving));
        if (n == 0 || m == 0) return null;
        var joined = Joined(bins, Math.Min(n, m) / (n + m), isOrdered);
        if (joined.Count < 2) return null;
        var (index, pearson) = (0.0, 0.0);
        foreach (var bin in joined)
        {
            var (p, q) = (bin.Reference / n, bin.Arriving / m);
            index += (Math.Max(bin.Reference, 0.5) / n - Math.Max(bin.Arriving, 0.5) / m)
                * Math.Log(Math.Max(bin.Reference, 0.5) / n / (Math.Max(bin.Arriving, 0.5) / m));
            pearson += (p - q) * (p - q) / (bin.Both / (n + m));
        }

        pearson /= (1 / n) + (1 / m);
        return (index, SpecialFunctions.GammaUpperRegularized((joined.Count - 1) / 2.0, pearson / 2));
    }

    // The share is that of the smaller sample among both.
    private static List<Bin> Joined(List<Bin> bins, double share, bool isOrdered)
    {
        // Rare categories are joined with each other, and where that is not enough with the next. What has arrived has no say in it: bins
        // that are full by chance would else be joined with each other.
        var order = isOrdered ? bins : [.. bins.OrderBy(bin => bin.Reference)];
        var (joined, open) = (new List<Bin>(), new Bin(0, 0));
        foreach (var bin in order)
        {
            open = open.With(bin);
            if (open.Both * share < LeastExpected) continue;
            joined.Add(open);
            open = new Bin(0, 0);
        }

        if (open.Both > 0 && joined.Count > 0) joined[^1] = joined[^1].With(open);
        else if (open.Both > 0) joined.Add(open);
        return joined;
    }

    private readonly record struct Bin(long Reference, long Arriving)
    {
        public double Both => Reference + Arriving;

        public Bin With(Bin other) => new(Reference + other.Reference, Arriving + other.Arriving);
    }
}
