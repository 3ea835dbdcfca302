using Alma.Keeping.Promotion;

namespace Alma.Keeping.Tests.Promotion;

public sealed class PromotionRuleTests
{
    private static readonly PromotionRule rule = new(Margin: 0.01, Confidence: 0.95);

    [Theory]
    [InlineData(10_000, 30, 30, true)] // as good
    [InlineData(10_000, 150, 100, true)] // half a point worse, which is allowed
    [InlineData(10_000, 250, 160, false)] // nine tenths, by chance perhaps more than one
    [InlineData(10_000, 100, 400, true)] // better
    [InlineData(100, 0, 0, false)] // too few to know
    [InlineData(400, 0, 0, true)]
    [InlineData(0, 0, 0, false)]
    public void Decide_OnTheSameExamples_PromotesWhatIsNotWorseByMoreThanTheMargin(int count, int onlyNew, int onlyOld, bool isPromoted)
    {
        var decision = rule.Decide(Compared(rule, count, onlyNew, onlyOld));

        Assert.Equal(isPromoted, decision.IsPromoted);
    }

    [Fact]
    public void Decide_WithoutAMargin_AsksForABetterOne()
    {
        var strict = rule with { Margin = 0 };

        Assert.False(strict.Decide(Compared(strict, 10_000, 30, 30)).IsPromoted);
        Assert.False(strict.Decide(Compared(strict, 10_000, 30, 40)).IsPromoted);
        Assert.True(strict.Decide(Compared(strict, 10_000, 30, 50)).IsPromoted);
    }

    [Fact]
    public void Decide_AVersion_SaysWhy() => Assert.Equal(
        "+0.90 points of error against version 3 on 10,000 examples; with 95 % confidence at most +1.24, and +1.00 is allowed",
        rule.Decide(Compared(rule, 10_000, 250, 160)).Reason);

    /// <summary>A version that is worse by the margin takes over in one of twenty cases, whatever the number of examples.</summary>
    [Theory]
    [InlineData(500, 0.02, 0.01, 0.95)]
    [InlineData(2000, 0.03, 0.01, 0.95)]
    [InlineData(2000, 0.04, 0, 0.9)]
    public void Decide_VersionsWorseByTheMargin_PromotesAsSeldomAsTheConfidenceSays(
        int count, double onlyOldWrong, double margin, double confidence)
    {
        const int trials = 4000;
        var asked = new PromotionRule(margin, confidence);
        var random = new Random(20261127);
        var promoted = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            var (onlyNew, onlyOld) = (0, 0);
            for (var k = 0; k < count; k++)
            {
                var draw = random.NextDouble();
                if (draw < onlyOldWrong) onlyOld++;
                else if (draw < (2 * onlyOldWrong) + margin) onlyNew++;
            }

            if (asked.Decide(Compared(asked, count, onlyNew, onlyOld)).IsPromoted) promoted++;
        }

        // Four deviations of the count, and what is lost since counts are whole.
        var rate = 1 - confidence;
        Assert.InRange((double)promoted / trials, rate * 0.6, rate + (4 * Math.Sqrt(rate * (1 - rate) / trials)));
    }

    private static Alma.Runs.Registry.PairedErrors Compared(PromotionRule rule, int count, int onlyNew, int onlyOld)
    {
        bool[] newWrong = [.. Enumerable.Range(0, count).Select(k => k < onlyNew)];
        bool[] oldWrong = [.. Enumerable.Range(0, count).Select(k => k >= onlyNew && k < onlyNew + onlyOld)];
        return rule.Compare(3, newWrong, oldWrong);
    }
}
