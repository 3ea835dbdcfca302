using System.Globalization;
using Alma.Runs.Drift;

namespace Alma.Keeping.Drift;

/// <summary>
/// Tests an arriving dump against earlier ones. The level of each of the tests is such that together they warn, where nothing has changed,
/// in as many dumps as was asked for: 1 - (1 - rate)^(1/k) of k tests (Sidak, "Rectangular confidence regions for the means of multivariate
/// normal distributions", Journal of the American Statistical Association 62, 1967); in fewer where what is tested depends on each other.
/// </summary>
/// <param name="rate">Of the dumps in which nothing has changed, the part with a warning.</param>
internal sealed class ChangeTests(double rate)
{
    private readonly List<(ChangeTest Test, string Warning)> tests = [];

    public void Error(PredictedSample arriving, PredictedSample reference)
    {
        if (ShareIncrease.Test(reference.WrongCount, reference.Count, arriving.WrongCount, arriving.Count) is not { } probability) return;
        var told = $"the error is {Percent(arriving.Error)}, on held-out examples of earlier dumps it is {Percent(reference.Error)}";
        Add("error", null, probability, told);
    }

    public void Confidence(PredictedSample arriving, PredictedSample reference)
    {
        var edges = FeatureBins.Edges(reference.Confidences);
        int[] Counts(PredictedSample sample)
        {
            var counts = new int[edges.Count + 1];
            foreach (var one in sample.Confidences) counts[FeatureBins.BinOf(edges, one)]++;
            return counts;
        }

        Distribution("confidence", "the confidence of the model", Counts(reference), Counts(arriving), isOrdered: true);
    }

    /// <param name="earlier">Counts of earlier dumps, by class.</param>
    public void Classes(IReadOnlyDictionary<string, int> earlier, IReadOnlyDictionary<string, int> arriving)
    {
        string[] names = [.. earlier.Keys];
        int[] before = [.. names.Select(name => earlier[name])];
        int[] now = [.. names.Select(name => arriving.GetValueOrDefault(name))];
        var (total, totalNow) = ((double)before.Sum(), (double)now.Sum());
        var most = names.Length == 0 || total == 0 || totalNow == 0 ? null : Enumerable.Range(0, names.Length)
            .MaxBy(k => Math.Abs((before[k] / total) - (now[k] / totalNow))) is var k
            ? $", most {names[k]}: {Percent(before[k] / total)} before, {Percent(now[k] / totalNow)} now"
            : null;
        Distribution("classes", "the frequencies of classes", before, now, isOrdered: false, most);
    }

    /// <param name="earlier">Counts of earlier dumps, in the same bins.</param>
    public void Feature(FeatureCounts earlier, FeatureCounts arriving)
    {
        // What is missing is a bin too: the last, where there may be more categories than before.
        var width = Math.Max(earlier.Counts.Count, arriving.Counts.Count);
        int[] Bins(FeatureCounts counts) => [.. counts.Counts, .. new int[width - counts.Counts.Count], counts.Missing];
        Distribution(
            $"feature/{arriving.Name}", $"the distribution of {arriving.Name}", Bins(earlier), Bins(arriving), arriving.Edges is not null);
    }

    public void Duplicates(KnownExamples known)
    {
        if (known.Probability is { } probability && known.Hits > 0)
            Add("duplicates", null, probability, $"{Percent(known.Share)} of the examples equal some of earlier dumps");
    }

    /// <summary>The tests, the level of each, and what those below it say.</summary>
    public (IReadOnlyList<ChangeTest> Tests, double Level, IReadOnlyList<string> Warnings) Results()
    {
        var level = tests.Count == 0 ? 0 : 1 - Math.Pow(1 - rate, 1.0 / tests.Count);
        return (
            [.. tests.Select(one => one.Test)], level,
            [.. tests.Where(one => one.Test.Probability < level).Select(one => one.Warning)]);
    }

    private void Distribution(string name, string what, int[] earlier, int[] arriving, bool isOrdered, string? more = null)
    {
        if (DistributionChange.Test(earlier, arriving, isOrdered) is { } change)
            Add(name, change.Stability, change.Probability, string.Create(
                CultureInfo.InvariantCulture, $"{what} changed, by a stability index of {change.Stability:0.000}{more}"));
    }

    private void Add(string name, double? stability, double probability, string warning) => tests.Add((
        new(name, stability, probability),
        string.Create(CultureInfo.InvariantCulture, $"{warning} (p = {probability:0.0E+0})")));

    private static string Percent(double? share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.00} %");
}
