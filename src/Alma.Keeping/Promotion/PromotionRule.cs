using System.Globalization;
using Alma.Runs.Registry;

namespace Alma.Keeping.Promotion;

/// <summary>
/// Whether a version takes over from the champion: if it is not worse by more than a margin, on the same examples, with a confidence
/// (a test of non-inferiority).
/// </summary>
/// <param name="Margin">By how much its error may be larger, 0 to 1. With 0 it has to be better, beyond doubt.</param>
/// <param name="Confidence">How seldom a version that is worse by more may take over: in 1 - this of the cases.</param>
public sealed record PromotionRule(double Margin, double Confidence)
{
    /// <summary>Of a two-sided interval whose upper end the error's difference is above in 1 - confidence of the cases.</summary>
    public double Level => (2 * Confidence) - 1;

    /// <param name="champion">The champion's number.</param>
    /// <param name="challengerWrong">Which of the examples the version gets wrong.</param>
    /// <param name="championWrong">The same of the champion.</param>
    public PairedErrors Compare(int champion, IReadOnlyList<bool> challengerWrong, IReadOnlyList<bool> championWrong)
    {
        var paired = PairedDifference.Of(challengerWrong, championWrong);
        var (low, high) = paired.Interval(Level);
        return new(champion, paired.Count, paired.OnlyFirstWrong, paired.OnlySecondWrong, low, high, Level);
    }

    /// <summary>Whether the version takes over, and why.</summary>
    public (bool IsPromoted, string Reason) Decide(PairedErrors comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.Examples == 0) return (false, "there is no example that is held out to compare them on");
        var isPromoted = comparison.High <= Margin;
        return (isPromoted, string.Create(
            CultureInfo.InvariantCulture,
            $"{Told(comparison.Difference)} points of error against version {comparison.Champion} on {comparison.Examples:N0} examples; "
            + $"with {100 * Confidence:0.##} % confidence at most {Told(comparison.High)}, and {Told(Margin)} is allowed"));
    }

    private static string Told(double points) => (100 * points).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
