using Alma.Keeping.Drift;
using Alma.Runs.Drift;

namespace Alma.Keeping.Tests.Drift;

/// <summary>Dumps that are drawn from what never changes, or from what does.</summary>
public sealed class FalseAlarmTests
{
    private const int DumpCount = 1000;

    /// <summary>Each dump is tested against all before it, in the bins of the first, as a run does.</summary>
    [Theory]
    [InlineData(0.05, 400)]
    [InlineData(0.1, 400)]
    [InlineData(0.05, 100)]
    [InlineData(0.02, 800)]
    public void UnchangedDumps_OfAThousand_WarnAsOftenAsTheRateSays(double rate, int examplesPerDump)
    {
        var stream = new GeneratedStream(seed: 7, examplesPerDump);
        var alarms = Enumerable.Range(0, DumpCount).Count(_ => stream.Next(rate).Count > 0);

        // 3.3 deviations of a binomial count: one in a thousand of right programs would fail.
        var half = 3.3 * Math.Sqrt(DumpCount * rate * (1 - rate));
        Assert.InRange(alarms, (DumpCount * rate) - half, (DumpCount * rate) + half);
    }

    [Theory]
    [InlineData("error", "the error is")]
    [InlineData("confidence", "the confidence of the model changed")]
    [InlineData("classes", "the frequencies of classes changed")]
    [InlineData("number", "the distribution of number changed")]
    [InlineData("category", "the distribution of category changed")]
    [InlineData("missing", "the distribution of sparse changed")]
    [InlineData("duplicates", "of the examples equal some of earlier dumps")]
    public void ChangedDump_OfEachKind_IsWarnedOf(string kind, string expected)
    {
        var stream = new GeneratedStream(seed: 3, examplesPerDump: 400);
        for (var k = 0; k < 10; k++) stream.Next(0.01);

        var warning = Assert.Single(stream.Next(0.01, changed: kind));

        Assert.Contains(expected, warning);
        Assert.Empty(stream.Next(0.01)); // what is as it was is not warned of after it
    }

    [Fact]
    public void Rate_OfZero_WarnsOfNothing()
    {
        var stream = new GeneratedStream(seed: 3, examplesPerDump: 400);
        stream.Next(0);

        Assert.Empty(stream.Next(0, changed: "number"));
    }

    /// <summary>A table with a number, a category, a column that is often empty, classes, and a model that is wrong now and then.</summary>
    private sealed class GeneratedStream(int seed, int examplesPerDump)
    {
        private readonly Random random = new(seed);
        private readonly List<ArrivalReport> earlier = [];
        private readonly List<ulong[]> digests = [];
        private ulong nextDigest;

        public IReadOnlyList<string> Next(double rate, string changed = "")
        {
            double[] numbers = Drawn(() => Gaussian() + (changed == "number" ? 0.3 : 0));
            double[] categories = Drawn(() => Math.Floor(Math.Pow(random.NextDouble(), changed == "category" ? 1.5 : 3) * 12));
            double[] sparse = Drawn(() => random.NextDouble() < (changed == "missing" ? 0.45 : 0.3) ? double.NaN : Gaussian());
            double[] labels = Drawn(() => Math.Floor(Math.Pow(random.NextDouble(), changed == "classes" ? 1.3 : 2) * 4));
            var report = new ArrivalReport
            {
                Megabatch = earlier.Count,
                Dump = "",
                Folder = "",
                Examples = examplesPerDump,
                Classes = labels.CountBy(label => $"c{label}").ToDictionary(one => one.Key, one => one.Value),
                Features = [Counts("number", numbers), Counts("category", categories), Counts("sparse", sparse)],
            };
            var copied = changed == "duplicates" ? 40 : 0;
            ulong[] known = [.. Enumerable.Range(0, examplesPerDump).Select(k => k < copied ? (ulong)k : nextDigest++)];
            var tests = new ChangeTests(rate);
            if (earlier.Count > 0) Test(tests, report, known, changed);
            earlier.Add(report);
            digests.Add(known);
            return tests.Results().Warnings;
        }

        private void Test(ChangeTests tests, ArrivalReport report, ulong[] known, string changed)
        {
            var (arriving, reference) = (Predicted(changed), Predicted("", 3 * examplesPerDump));
            tests.Error(arriving, reference);
            tests.Confidence(arriving, reference);
            var all = Together();
            tests.Classes(all.Classes, report.Classes);
            foreach (var feature in report.Features)
                tests.Feature(all.Features.Single(other => other.Name == feature.Name), feature);
            tests.Duplicates(KnownExamples.Of(digests.TakeLast(12), known));
        }

        // The earlier ones become one report of all, as which they are the same.
        private ArrivalReport Together()
        {
            var all = earlier[0] with
            {
                Classes = ArrivalExamination.Summed(earlier.SelectMany(one => one.Classes)),
                Features = [.. earlier[0].Features.Select(feature => ArrivalExamination.Summed(feature, earlier)!)],
            };
            earlier.Clear();
            earlier.Add(all);
            return all;
        }

        private PredictedSample Predicted(string changed, int? count = null)
        {
            var drawn = count ?? examplesPerDump;
            var wrong = Enumerable.Range(0, drawn).Count(_ => random.NextDouble() < (changed == "error" ? 0.2 : 0.1));
            double[] confidences = [.. Enumerable.Range(0, drawn)
                .Select(_ => 1 - (0.5 * Math.Pow(random.NextDouble(), changed == "confidence" ? 1.5 : 3)))];
            return new(wrong, confidences);
        }

        private FeatureCounts Counts(string name, double[] values)
        {
            var first = earlier.FirstOrDefault()?.Features.Single(feature => feature.Name == name).Edges;
            var bins = new FeatureBins(name, name == "category" ? null : first ?? FeatureBins.Edges(values));
            foreach (var value in values) bins.Add(value);
            return bins.Counts();
        }

        private double[] Drawn(Func<double> draw) => [.. Enumerable.Range(0, examplesPerDump).Select(_ => draw())];

        private double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
    }
}
