using System.Globalization;
using System.Text;
using Alma.Advising;
using Alma.Cli;
using Alma.EndToEnd.Tests.Programs;
using Alma.Experiments;
using Alma.Keeping;
using Alma.Launching;
using Alma.Launching.Folder;
using Alma.Launching.States;
using Alma.Runs;

namespace Alma.EndToEnd.Tests;

/// <summary><c>alma advise</c> as its users give it, and what it leaves for other commands.</summary>
public sealed class AdviseCommandTests : IDisposable
{
    private const int Dumps = 4;

    private static readonly string[] small =
    [
        "data=points", "clmodel.max_epochs=2", "clmodel.training_batch_size=8", "clmodel.model.size_layers=8", "threads=1",
        "--multiply-adds", "1e6", "--seeds", "2", "sweep_dir=a",
    ];

    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("data=nothing", "There is no data set 'nothing' in ")]
    [InlineData("data=points --candidates ,", "at least two candidates are compared, and none is named.")]
    [InlineData(
        "data=single",
        "single has 1 dump to learn from, and at least 3 dumps are needed: two to learn from, and one to test on. Add some with ")]
    [InlineData(
        "data=single stream.train.by=random n_megabatches=2", "single is cut into 2 megabatches, and at least 3 dumps are needed")]
    [InlineData("data=points --budget 30q", "--budget: found '30q', expected a number and s, m, h or d, such as 90s, 30m or 2h")]
    [InlineData("data=points --goal speed", "Argument 'speed' not recognized. Must be one of: 'error' 'cost'")]
    [InlineData("data=points --seeds 1", "--seeds must be 2 to 1000: one alone does not tell how much chance there is.")]
    [InlineData("data=points --margin 2", "--margin takes a fraction from 0 to below 1; 0.01 is one point.")]
    [InlineData("data=points --multiply-adds many", "--multiply-adds: found 'many', expected a number from 1 to 1e18, such as 2e9.")]
    [InlineData("data=points --multiply-adds 0", "--multiply-adds: found '0', expected a number from 1 to 1e18, such as 2e9.")]
    [InlineData("data=points --multiply-adds 1e9 --budget 1m", "--budget and --multiply-adds: give one of them")]
    [InlineData("data=points --candidates replay,nwe", "there is no candidate 'nwe'. Valid: replay, new-only, memory, ")]
    [InlineData("data=points --candidates replay,vgg", "candidate vgg: it learns from images alone, and this is a table.")]
    [InlineData("data=points replay=0.5", "override 'replay=0.5': replay is not to be set, since candidates or their runs differ in it.")]
    [InlineData("data=points budget.seconds=3", "override 'budget.seconds=3': budget is not to be set")]
    [InlineData("data=points seed=0,1", "seed: all candidates have the same value. What they differ in, --candidates says.")]
    [InlineData("data=points clmodel.max_epochs=0", "override 'clmodel.max_epochs=0': clmodel.max_epochs")]
    [InlineData("points", "'points' is no override. The data set is named so: data=points. Which recipes are tried, --candidates says.")]
    [InlineData("", "which data set? Name one that was imported: data=NAME. 'alma data list' shows them.")]
    public void Advise_WhatCannotBeAsked_IsRefusedBeforeAnythingIsLeft(string typed, string refusal)
    {
        if (typed.Contains("data=points", StringComparison.Ordinal)) Import("points", Dumps);
        if (typed.Contains("data=single", StringComparison.Ordinal)) Import("single", 1);

        var result = workplace.Typed(["advise", .. typed.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.StartsWith(refusal, result.RefusedInOneLine());
        Assert.False(Directory.Exists(workplace.In("runs")));
    }

    /// <summary>Each candidate is one that run and keep take, be it picked.</summary>
    [Fact]
    public void Advice_OfEveryCandidate_IsARecipeForRunAndKeep()
    {
        Import("points", 9);
        var data = $"data_dir={workplace.In("data")}";
        var asked = new AdviceRecord("points", 9, 1, ["data=points", data, "++stream.train.by=dump"], AdviceGoal.Error, 0.01, "1m", [], 2);
        var plan = new AdvicePlan(asked, Candidate.For(null, 8, isTable: true), 8, Check);

        foreach (var candidate in plan.Candidates)
        {
            var recipe = Recipes.Find(
                Recipes.Catalog(), workplace.Write($"{candidate.Name}.yaml", "# Advised.\n" + plan.Advice(candidate, 1e6, isTested: true)));
            var run = RunRequest.Read(recipe, [], []);
            KeptConfigCheck.Refuse(RunRequest.Read(recipe, ["++stream.train.by=dump"], [], isOpen: true));

            Assert.Equal(9, run.Options.MegabatchCount);
            Assert.Equal(1e6 * candidate.Wait, run.Options.Budget!.MultiplyAdds);
            Assert.Equal(candidate.Wait, run.Options.Stream.Train.Wait);
            Assert.True(run.Options.Checkpoint.KeepModels);
        }
    }

    /// <summary>Runs go further with each rung, and are then what they would be had they not stopped in between.</summary>
    [Fact]
    public async Task Advise_WithRunsThatGoFurther_LeavesThoseOfRunsThatWentThroughAtOnce()
    {
        Import("points", Dumps);
        var asked = new AdviceRecord(
            "points", Dumps, 1,
            [
                .. small.Where(word => word.Contains('=') && word != "sweep_dir=a"),
                $"data_dir={workplace.In("data")}", "++stream.train.by=dump",
            ],
            AdviceGoal.Error, 0.01, "-", [], 2)
        {
            MultiplyAddsPerDump = 1e6,
        };
        var plan = new AdvicePlan(asked, Candidate.For(["replay", "wait-2", "new-only"], 4, isTable: true), Dumps - 1, Check);
        var folder = SweepFolder.At(workplace.In("a"));
        var launcher = new WarmLauncher(workplace);

        var outcome = await new AdviceRun(
            plan, folder, new RungRun(folder, launcher, [launcher], new SilentWatcher(), TimeProvider.System), TimeProvider.System)
            .RunAsync(["alma"], TestContext.Current.CancellationToken);

        Assert.Equal([2, 3], plan.Rungs);
        Assert.All(outcome.Finished, one => Assert.Equal(3, one.MegabatchCount));
        var pick = $"{outcome.Pick.Candidate.Name},seed=1";
        workplace.Typed("run", folder.ConfigFile(pick), "run_dir=whole").Succeeded();
        Assert.Equal(
            RunFolder.Open(workplace.In("whole")).TimelessRows(), RunFolder.Open(workplace.In($"a/{pick}")).TimelessRows());
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Advise_InterruptedAndGoneOnWith_SaysWhatItWouldHaveSaidAndLeavesWhatRunAndKeepTake()
    {
        Import("points", Dumps);
        string[] advise = ["advise", .. small, "--candidates", "replay,new-only,growing", "--jobs", "1"];
        using (var begun = workplace.Start(advise))
        {
            begun.WaitForLine("started new-only,seed=0");
            begun.Signal("INT");
            var interrupted = begun.WaitForEnd();
            Assert.Equal(130, interrupted.ExitCode);
            Assert.Contains("Interrupted. To go on, give the same command again.", interrupted.Errors);
        }

        var resumed = workplace.Alma(advise).Succeeded();
        var whole = workplace.Alma([.. advise, "sweep_dir=b"]).Succeeded();

        Assert.Equal(Advice("b"), Advice("a"));
        Assert.Equal(Sentence(whole, "Pick "), Sentence(resumed, "Pick "));
        Assert.Equal(Sentence(whole, "It is wrong on "), Sentence(resumed, "It is wrong on "));
        Assert.Contains("Advice for points", File.ReadAllText(workplace.In("a/report.html")), StringComparison.Ordinal);
        Assert.StartsWith(
            "a has the runs of another question: the goal was error, and is cost.",
            workplace.Typed([.. advise, "--goal", "cost"]).RefusedInOneLine());
        workplace.Typed("run", "a/advice.yaml", "run_dir=run").Succeeded();
        workplace.Typed("keep", "a/advice.yaml", "run_dir=kept", "--once").Succeeded();
        Assert.Equal(
            RunManifest.Read(RunFolder.Open(workplace.In("run"))).MegabatchesDone,
            RunManifest.Read(RunFolder.Open(workplace.In("kept"))).MegabatchesDone);
    }

    private static CheckedConfig Check(Candidate candidate, IReadOnlyList<string> overrides) => new(
        RunRequest.Read(Recipes.Find(Recipes.Catalog(), candidate.Recipe), overrides, []).ResolvedYaml(), null, null);

    private static string Sentence(ProgramResult result, string start) =>
        Assert.Single(result.Output, line => line.StartsWith(start, StringComparison.Ordinal));

    private string Advice(string folder) => File.ReadAllText(workplace.In($"{folder}/advice.yaml"));

    private void Import(string name, int dumps)
    {
        for (var k = 0; k < dumps; k++)
            workplace.Typed("data", k == 0 ? "import" : "add", name, workplace.Write($"{name}{k}.csv", Table(k))).Succeeded();
    }

    private static string Table(int seed)
    {
        var text = new StringBuilder("x,y,label\n");
        for (var k = 0; k < 60; k++)
            text.Append(CultureInfo.InvariantCulture, $"{(k % 2) + (((k * 37) + seed) % 100 / 100.0)},{k % 7},{(char)('a' + (k % 2))}\n");
        return text.ToString();
    }

    /// <summary>Runs jobs as a launcher would, in a process that has run others.</summary>
    private sealed class WarmLauncher(Workplace workplace) : ILauncher
    {
        public Task LaunchAsync(SweepFolder sweep, IReadOnlyList<SweepJob> jobs, CancellationToken stop)
        {
            foreach (var job in jobs) workplace.Typed("sweep", "job", sweep.Path, job.Name).Succeeded();
            return Task.CompletedTask;
        }

        public IReadOnlyDictionary<string, EngineState> Poll(SweepFolder sweep) => new Dictionary<string, EngineState>();

        public IReadOnlyList<string> Cancel(SweepFolder sweep) => [];

        public string? LogFile(SweepFolder sweep, SweepJob job) => null;
    }

    private sealed class SilentWatcher : ISweepWatcher
    {
        public void RungStarted(IReadOnlyList<JobStatus> jobs, int toRunCount) { }

        public void Started(SweepJob job) { }

        public void Printed(SweepJob job, string line) { }

        public void Ended(SweepJob job, int exitCode, TimeSpan duration) { }

        public void Noted(string text) { }
    }
}
