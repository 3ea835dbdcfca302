using MathNet.Numerics.Distributions;

namespace Alma.Reports.Comparison;

/// <summary>How much two groups of runs differ in a measure, over the seeds that both have: Student's paired comparison.</summary>
/// <param name="First">The label of the first group.</param>
/// <param name="Second">The label of the second.</param>
/// <param name="Difference">First minus second, over the seeds; its count is that of the pairs.</param>
/// <param name="Probability">Of a difference as large as this, were there none (two-sided); null for fewer than two pairs.</param>
public sealed record PairedComparison(string First, string Second, MeanInterval Difference, double? Probability)
{
    /// <summary>Whether zero lies outside the interval.</summary>
    public bool IsDecided => Difference.HalfWidth is { } half && Math.Abs(Difference.Mean) > half;

    /// <summary>Compares two groups; null where they have no seed in common.</summary>
    public static PairedComparison? Of(RunGroup first, RunGroup second, RunMeasure measure)
    {
        var (left, right) = (first.BySeed(measure), second.BySeed(measure));
        List<double> differences = [.. left.Where(run => right.ContainsKey(run.Key)).Select(run => run.Value - right[run.Key])];
        if (differences.Count == 0) return null;
        return new PairedComparison(first.Label, second.Label, MeanInterval.Of(differences), ProbabilityOf(differences));
    }

    private static double? ProbabilityOf(List<double> differences)
    {
        if (differences.Count < 2) return null;
        var mean = differences.Average();
        var error = MeanInterval.StandardError(differences, mean);
        if (error == 0) return mean == 0 ? 1 : 0;
        return 2 * StudentT.CDF(0, 1, differences.Count - 1, -Math.Abs(mean / error));
    }
}
