using Alma.Reports.Comparison;

namespace Alma.Advising.Tests;

public sealed class CutRuleTests
{
    private const double Margin = 0.01;

    /// <summary>Contenders are "error cost difference±half" each; "GWN" says of each: goes on, worse, not told apart.</summary>
    [Theory]
    [InlineData(AdviceGoal.Error, 0, "GW", ".10 1 0±0", ".20 1 .10±.05")]
    [InlineData(AdviceGoal.Error, 0, "WG", ".20 1 .10±.05", ".10 1 0±0")]
    [InlineData(AdviceGoal.Error, 0, "GN", ".10 1 0±0", ".11 1 .01±.05")]
    [InlineData(AdviceGoal.Error, 1, "GG", ".10 1 0±0", ".11 1 .01±.05")]
    [InlineData(AdviceGoal.Error, 1, "GW", ".10 1 0±0", ".20 1 .10±.05")] // room is for what is not told apart
    [InlineData(AdviceGoal.Error, 0, "GGW", ".10 1 0±0", ".15 1 .05±.01", ".20 1 .10±.05")] // the better half goes on, worse or not
    [InlineData(AdviceGoal.Error, 1, "GGGN", ".10 1 0±0", ".11 1 .01±.1", ".12 1 .02±.1", ".13 1 .03±.1")] // the best of them first
    [InlineData(AdviceGoal.Error, 0, "NG", ".10 2 0±0", ".10 1 0±0")] // of those that err alike the cheaper
    [InlineData(AdviceGoal.Error, 0, "GN", ".10 1 0±0", ".40 1 .3")] // a single seed tells nothing
    [InlineData(AdviceGoal.Cost, 0, "GWG", ".10 9 0±0", ".15 1 .05±.02", ".105 2 .005±.02")] // cheap and no worse than the margin
    [InlineData(AdviceGoal.Cost, 0, "GNG", ".10 9 0±0", ".12 1 .02±.02", ".105 2 .005±.02")]
    [InlineData(AdviceGoal.Cost, 0, "GNG", ".10 9 0±0", ".101 5 .001±.02", ".105 2 .005±.02")] // the cheaper of two that are alike
    public void Decide_ContendersOfARung_KeepsTheBetterHalfAndSaysOfTheOthersWhy(
        AdviceGoal goal, int room, string expected, params string[] contenders)
    {
        var fates = new CutRule(goal, Margin).Decide([.. contenders.Select(Read)], room);

        Assert.Equal(expected, string.Concat(fates.Select(fate => fate switch { Fate.GoesOn => 'G', Fate.Worse => 'W', _ => 'N' })));
    }

    [Theory]
    [InlineData(AdviceGoal.Error, 1, ".12 1 .02±.05", ".10 9 0±0")]
    [InlineData(AdviceGoal.Error, 0, ".10 1 0±.0", ".10 9 0±0")]
    [InlineData(AdviceGoal.Cost, 0, ".102 1 .002±.005", ".10 9 0±0")]
    [InlineData(AdviceGoal.Cost, 1, ".102 1 .002±.009", ".10 9 0±0")] // it may be worse by more than the margin
    [InlineData(AdviceGoal.Cost, 1, ".102 1 .002", ".10 9 0")]
    [InlineData(AdviceGoal.Cost, 2, ".10 9 0±0", ".101 5 .001±.001", ".102 1 .002±.005")]
    public void Pick_OfContenders_IsTheBestOrTheCheapestThatIsNoWorseThanTheMargin(
        AdviceGoal goal, int expected, params string[] contenders) =>
        Assert.Equal(expected, new CutRule(goal, Margin).Pick([.. contenders.Select(Read)]));

    private static RankedCandidate Read(string text)
    {
        var words = text.Split(' ');
        var behind = words[2].Split('±').Select(Number).ToArray();
        return new RankedCandidate(
            Number(words[0]), Number(words[1]), new MeanInterval(3, behind[0], behind.Length > 1 ? behind[1] : null));
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
