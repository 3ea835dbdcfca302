using Alma.Config;

namespace Alma.Advising.Tests;

/// <summary>What is reckoned before anything is run: rungs, candidates and what a dump may cost.</summary>
public sealed class AdvicePlanningTests
{
    [Theory]
    [InlineData(2, 8, "2")]
    [InlineData(3, 8, "2 3")]
    [InlineData(9, 8, "3 5 9")]
    [InlineData(9, 4, "5 9")]
    [InlineData(9, 2, "9")]
    [InlineData(9, 8, "4 6 9", 2)]
    [InlineData(3, 8, "2 3", 2)]
    [InlineData(8, 11, "4 8", 1, 2, 4)]
    [InlineData(47, 11, "8 12 24 47", 1, 2, 4)]
    [InlineData(4, 4, "4", 1, 4)] // where one that waits has learned from all that came, the others are at the end
    public void Rungs_OfDumps_HalveThemWhereAllHaveLearnedFromWhatCame(int dumps, int candidates, string expected, params int[] waits) =>
        Assert.Equal(expected, string.Join(' ', AdviceRungs.Of(dumps, candidates, waits)));

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1.5m", 90)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    public void TimeBudget_OfATime_IsItsSeconds(string text, double seconds) => Assert.Equal(seconds, TimeBudget.Seconds(text, "budget"));

    [Theory]
    [InlineData("30q")]
    [InlineData("30")]
    [InlineData("m")]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("-5m")]
    [InlineData("1e9d")]
    [InlineData("367d")]
    [InlineData("30m\n")]
    [InlineData("1,5m")]
    public void TimeBudget_OfNoTime_IsRefused(string text) => Assert.StartsWith(
        $"budget: found '{text}', expected a number and s, m, h or d",
        Assert.Throws<ConfigException>(() => TimeBudget.Seconds(text, "budget")).Message);

    [Theory]
    [InlineData("replay,nwe-only", "there is no candidate 'nwe-only'. Valid: replay, new-only, ")]
    [InlineData("replay", "at least two candidates are compared, and replay is named.")]
    [InlineData("replay,replay", "at least two candidates are compared, and replay is named.")]
    [InlineData("", "there is no candidate ''. Valid: ")]
    [InlineData("replay,vgg", "candidate vgg: it learns from images alone, and this is a table.")]
    [InlineData("replay,wait-4", "candidate wait-4: it takes 9 dumps at least, so that it learns twice.")]
    public void Candidates_ThatDoNotFit_AreRefused(string names, string message) => Assert.StartsWith(
        message, Assert.Throws<ConfigException>(() => Candidate.For(names.Split(','), megabatchCount: 7, isTable: true)).Message);

    [Theory]
    [InlineData(2, true, "replay new-only memory afresh ensemble growing small large")]
    [InlineData(4, true, "replay new-only memory afresh wait-2 ensemble growing small large")]
    [InlineData(8, false, "replay new-only memory afresh wait-2 wait-4 ensemble growing vgg small large")]
    public void Candidates_IfNoneIsAskedFor_AreAllThatFit(int megabatchCount, bool isTable, string expected) =>
        Assert.Equal(expected, string.Join(' ', Candidate.For(null, megabatchCount, isTable).Select(one => one.Name)));

    [Fact]
    public void DumpBudget_OfATime_IsWhatAllRunsTogetherCanSpend()
    {
        // Two rungs: 4 candidates over 2 dumps, then 2 over 2 more, 2 seeds, 2 at once: 12 learn from a dump one after the other.
        CandidateSpeed[] speeds = [.. Enumerable.Repeat(new CandidateSpeed(1e6, 0, 0), 4)];

        Assert.Equal(7.1e6, DumpBudget.MultiplyAdds(speeds, [2, 4], seedCount: 2, jobCount: 2, budgetSeconds: 100));
        Assert.Equal(1.4e7, DumpBudget.MultiplyAdds(speeds, [2, 4], seedCount: 2, jobCount: 4, budgetSeconds: 100));
    }

    [Fact]
    public void DumpBudget_ThatDoesNotEvenStartTheRuns_IsRefusedWithOneThatDoes() => Assert.StartsWith(
        "the budget of 5 s is too short: to start the runs of 4 candidates takes 8 s of it. Give 19 s or more",
        Assert.Throws<ConfigException>(() => DumpBudget.MultiplyAdds(
            [.. Enumerable.Repeat(new CandidateSpeed(1e6, 1, 1), 4)], [2, 4], seedCount: 2, jobCount: 2, budgetSeconds: 5)).Message);
}
