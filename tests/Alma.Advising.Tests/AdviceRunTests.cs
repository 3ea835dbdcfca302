using Alma.Launching;
using Alma.Launching.Folder;

namespace Alma.Advising.Tests;

/// <summary>An advising from its first run to its last sentence, on made-up runs.</summary>
public sealed class AdviceRunTests : IDisposable
{
    private static readonly string[] four = ["replay", "new-only", "afresh", "growing"];

    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task Run_FourCandidates_DropsWhatIsToldToBeWorseAndPicksTheBest()
    {
        var launcher = Launcher(With(("new-only", 0.2), ("afresh", 0.3)));

        var outcome = await RunAsync(launcher, "a");

        Assert.Equal([.. Jobs(four, 2), .. Jobs(["replay", "growing"], 4)], launcher.Launched);
        Assert.Equal("replay", outcome.Pick.Candidate.Name);
        Assert.Equal(
            ["replay GoesOn", "growing GoesOn", "new-only Worse", "afresh Worse"],
            outcome.InOrder.Select(end => $"{end.Candidate.Name} {end.Fate}"));
        Assert.Equal(
            [
                "Pick replay: one network, trained on at each dump, with all data so far.",
                "It is wrong on 10.10 ± 0.25 % of the next dump, on average over 4 dumps and 3 seeds. "
                + "The next best, growing, is not told apart from it: 0.00 ± 0.00 points of error.",
            ],
            AdviceText.Sentences(outcome).Take(2));
    }

    /// <summary>Whichever run it was killed in, the same command comes to what it would have come to.</summary>
    [Fact]
    public async Task Run_InterruptedInAnyRunAndGoneOnWith_IsAsIfNobodyHadDisturbedIt()
    {
        var errors = With(("new-only", 0.11), ("afresh", 0.3));
        var undisturbed = Launcher(errors);
        var expected = Told(await RunAsync(undisturbed, "whole"));

        foreach (var k in new[] { 1, 5, 12, 13, 17, 18 }) // the first, one and the last of either rung
        {
            var interrupted = Launcher(errors);
            interrupted.StopAfter = k;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(interrupted, $"{k}"));
            var resumed = Launcher(errors);

            var outcome = await RunAsync(resumed, $"{k}");

            Assert.Equal(expected, Told(outcome));
            Assert.Equal(undisturbed.Launched, [.. interrupted.Launched.Take(k - 1), .. resumed.Launched]);
        }
    }

    [Fact]
    public async Task Run_ThatIsDone_RunsNothingAndSaysTheSame()
    {
        var errors = With(("new-only", 0.11));
        var told = Told(await RunAsync(Launcher(errors), "a"));
        var again = Launcher(errors);

        Assert.Equal(told, Told(await RunAsync(again, "a")));
        Assert.Empty(again.Launched);
    }

    [Fact]
    public async Task Run_CandidatesThatSpendLessThanTheyMay_LeaveRoomForThoseNotToldApart()
    {
        // 4 candidates over 2 dumps and 2 over the other 2 may spend 12 times 100 for each seed.
        var launcher = Launcher((candidate, megabatch, seed) => 0.1 + (candidate == "growing" && seed == 1 ? 0.05 : 0));
        foreach (var name in four) launcher.Costs[name] = 50;

        var outcome = await RunAsync(launcher, "a");

        Assert.All(outcome.Ended.Values, end => Assert.Equal(Fate.GoesOn, end.Fate));
        Assert.Equal(3, outcome.NotToldApart.Count);
    }

    [Fact]
    public async Task Run_CandidatesNotToldApartThatTheBudgetIsTooSmallFor_AreNamed()
    {
        var outcome = await RunAsync(Launcher((candidate, _, seed) => candidate == "growing" && seed == 1 ? 0.15 : 0.1), "a");

        Assert.Equal(Fate.NotToldApart, outcome.Ended.Values.Single(end => end.Candidate.Name == "growing").Fate);
        Assert.Contains(
            AdviceText.Sentences(outcome),
            text => text.StartsWith("Dropped for want of budget before they were told apart: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_CandidateThatFails_IsNamedAndTheOthersGoOn()
    {
        var launcher = Launcher(With(("afresh", 0.3)));
        launcher.Failing.Add("new-only,seed=1");

        var outcome = await RunAsync(launcher, "a");

        Assert.Equal("it broke", outcome.Ended.Values.Single(end => end.Fate == Fate.Failed).Note);
        Assert.Contains(AdviceText.Candidates(outcome).Rows, row => row is ["new-only", .., "failed"]);
        Assert.Equal("new-only has failed: it broke", AdviceText.Sentences(outcome)[^1]);
    }

    [Fact]
    public async Task Run_OfWhichAllFail_IsAnErrorWithTheFirst()
    {
        var launcher = Launcher(With());
        foreach (var name in four) launcher.Failing.Add($"{name},seed=0");

        var failure = await Assert.ThrowsAsync<LaunchException>(() => RunAsync(launcher, "a"));

        Assert.StartsWith("All candidates have failed, the first with: it broke. ", failure.Message);
    }

    [Fact]
    public async Task Run_WithATime_MeasuresOnceWhatADumpMayCost()
    {
        var first = await RunAsync(Launcher(With()), "a", asked => asked with { MultiplyAddsPerDump = null, Budget = "1h" }, seconds: 3600);
        var again = Launcher(With());
        var second = await RunAsync(again, "a", asked => asked with { MultiplyAddsPerDump = null, Budget = "1h" }, seconds: 3600);

        Assert.InRange(first.MultiplyAddsPerDump, 1, 1e6);
        Assert.Equal(first.MultiplyAddsPerDump, second.MultiplyAddsPerDump);
        Assert.Empty(again.Launched);
    }

    [Theory]
    [InlineData("the goal was error, and is cost")]
    [InlineData("the number of dumps was 5, and is 6")]
    [InlineData("the overrides was none, and is a=1 b=2")]
    [InlineData("the budget was 100, and is 30m")]
    [InlineData("the number of seeds was 3, and is 4")]
    public async Task Run_OverTheFolderOfAnotherQuestion_IsRefused(string difference)
    {
        await RunAsync(Launcher(With()), "a");

        var words = difference[4..].Split(' ');
        var refusal = await Assert.ThrowsAsync<LaunchException>(() => RunAsync(Launcher(With()), "a", asked => words switch
        {
            ["goal", ..] => asked with { Goal = AdviceGoal.Cost },
            ["number", "of", "dumps", ..] => asked with { Dumps = 6 },
            ["overrides", ..] => asked with { Overrides = ["a=1", "b=2"] },
            ["budget", ..] => asked with { Budget = "30m" },
            _ => asked with { Seeds = 4 },
        }));

        Assert.Equal(
            $"{temporary.File("a")} has the runs of another question: {difference}. "
            + "Ask as then to go on with it, or choose another sweep_dir.",
            refusal.Message);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"data\": 1}")]
    public async Task Run_OverADamagedRecord_IsRefusedWithItsName(string text)
    {
        temporary.Write("a/advice.json", text);

        var refusal = await Assert.ThrowsAsync<LaunchException>(() => RunAsync(Launcher(With()), "a"));

        Assert.StartsWith(Path.Combine(temporary.File("a"), "advice.json"), refusal.Message);
    }

    private static IEnumerable<string> Jobs(IEnumerable<string> candidates, int stopAfter) =>
        candidates.SelectMany(name => Enumerable.Range(0, 3).Select(seed => $"{name},seed={seed} {stopAfter}"));

    private static string Told(AdviceOutcome outcome) => string.Join(
        '\n',
        [
            .. AdviceText.Candidates(outcome).Rows.Select(row => string.Join(" | ", row)),
            .. AdviceText.Questions(outcome)!.Rows.Select(row => string.Join(" | ", row)),
            .. AdviceText.Sentences(outcome),
        ]);

    // Seeds differ in the same way in all candidates, as those of one stream do.
    private static Func<string, int, int, double> With(params (string Candidate, double Error)[] errors) => (candidate, _, seed) =>
        (errors.FirstOrDefault(one => one.Candidate == candidate) is { Candidate: not null } own ? own.Error : 0.1) + (0.001 * seed);

    private static MadeUpLauncher Launcher(Func<string, int, int, double> error) => new() { Error = error, Stopping = new() };

    private async Task<AdviceOutcome> RunAsync(
        MadeUpLauncher launcher, string name, Func<AdviceRecord, AdviceRecord>? change = null, double? seconds = null)
    {
        using var stopping = launcher.Stopping;
        var asked = new AdviceRecord("flowers", 5, 100, [], AdviceGoal.Error, 0.01, "100", four, 3) { MultiplyAddsPerDump = 100 };
        var plan = new AdvicePlan(
            change?.Invoke(asked) ?? asked, Candidate.For(four, 4, isTable: true), 4,
            (_, overrides) => new CheckedConfig(string.Join('\n', overrides) + "\n", null, null))
        { Seconds = seconds };
        var folder = SweepFolder.At(temporary.File(name));
        var rungs = new RungRun(folder, launcher, [launcher], launcher, TimeProvider.System);
        return await new AdviceRun(plan, folder, rungs, TimeProvider.System).RunAsync(["alma"], stopping.Token);
    }
}
