using Alma.Config;
using Alma.Launching.Definitions;
using Alma.Launching.Folder;
using Alma.Launching.States;
using Alma.Runs;

namespace Alma.Launching.Tests;

public sealed class SweepRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeLauncher launcher = new();
    private string recipe = "version 1";

    private SweepFolder Sweep => SweepFolder.At(folder.File("sweep"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_TheSameSweepAgain_RunsOnlyWhatIsMissingOrUnfinished()
    {
        launcher.Ends["a=2"] = RunState.Interrupted;
        launcher.Ends["a=3"] = RunState.Failed;
        Assert.Equal([JobState.Done, JobState.Interrupted, JobState.Failed], await RunAsync(["a=1,2,3"]));
        launcher.Launched.Clear();
        launcher.Ends.Clear();

        Assert.Equal([JobState.Done, JobState.Done, JobState.Failed], await RunAsync(["a=1,2,3"]));
        Assert.Equal(["a=2"], launcher.Launched);
        Assert.Equal([JobState.Done, JobState.Done, JobState.Done], await RunAsync(["a=1,2,3"], retryFailed: true));
        Assert.Equal(["a=2", "a=3"], launcher.Launched);
    }

    [Fact]
    public async Task Run_TheSameFolderWithMoreValues_AddsTheirJobs()
    {
        await RunAsync(["a=1,2"]);
        await RunAsync(["a=2,3"]);

        Assert.Equal(["a=1", "a=2", "a=3"], launcher.Launched);
        Assert.Equal(["a=1", "a=2", "a=3"], SweepRecord.Read(Sweep).Jobs.Select(job => job.Name));
    }

    [Fact]
    public async Task Run_TheSameFolderAfterTheRecipeChanged_IsRefused()
    {
        await RunAsync(["a=1"]);
        recipe = "version 2";

        var refusal = await Assert.ThrowsAsync<LaunchException>(() => RunAsync(["a=1"]));

        Assert.StartsWith($"{Sweep.Path} already has a job run with another config", refusal.Message);
    }

    [Fact]
    public async Task Run_ValuesThatComeToTheSameConfig_AreOneJobUnderTheNameThatCameFirst()
    {
        await RunAsync(["a=1,1.0,2"]);
        await RunAsync(["a=1.0,2.0"]);
        await RunAsync(["a=1.0"]);

        Assert.Equal(["a=1", "a=2"], launcher.Launched);
        Assert.Equal(["a=1", "a=2"], SweepRecord.Read(Sweep).Jobs.Select(job => job.Name));
        Assert.Equal(1, Plan(["a=1,1.0,2"]).RepeatedCount);
    }

    [Fact]
    public async Task Run_ASweepWhoseConfigsWereKeptAsTyped_IsGoneOnWith()
    {
        await RunAsync(new SweepDefinition().With(["a=1.0,2.0"]), launcher, plan: TypedBefore);
        var kept = File.ReadAllText(Sweep.ConfigFile("a=1.0"));

        await RunAsync(["a=1.0,2.0,3.0"]);

        Assert.Equal(["a=1.0", "a=2.0", "a=3.0"], launcher.Launched);
        Assert.Equal(kept, File.ReadAllText(Sweep.ConfigFile("a=1.0")));
        var before = TypedBefore(new SweepDefinition().With(["a=1.0,2.0"])).Folder;
        Assert.NotEqual(before, Plan(["a=1.0,2.0"]).Folder);
    }

    [Fact]
    public async Task Run_JobsThatAnEngineHas_AreNotStartedAgain()
    {
        launcher.Engine["a=1"] = new EngineState(EnginePlace.Queue, "7_0: pending");
        launcher.Engine["a=2"] = new EngineState(EnginePlace.Node, "7_1: running");
        launcher.Engine["a=3"] = new EngineState(EnginePlace.History, "7_2: timeout");

        Assert.Equal([JobState.Queued, JobState.Running, JobState.Done], await RunAsync(["a=1,2,3"]));
        Assert.Equal(["a=3"], launcher.Launched);
    }

    [Fact]
    public async Task Run_JobThatFailedBeforeItHadAFolder_IsFailedWithItsLastLine()
    {
        Directory.CreateDirectory(Sweep.LogsFolder);
        File.WriteAllText(Sweep.LogFile("run"), "something\nerror: no such device\n");

        Assert.Equal([JobState.Failed], await RunAsync(["a=1"]));
        Assert.Empty(launcher.Launched);
        Assert.Equal("no such device", Assert.Single(SweepStatus.Read(Sweep, SweepRecord.Read(Sweep).Jobs, launcher)).Note);
    }

    [Fact]
    public async Task Run_Halving_GivesTheBestPartMoreEpochs()
    {
        var scores = new Dictionary<string, double> { ["1"] = 0.1, ["2"] = 0.9, ["3"] = 0.3, ["4"] = 0.8, ["5"] = 0.2, ["6"] = 0.4 };
        var ranking = new FakeLauncher { Score = name => scores[name.Split(',')[0][2..]] };
        var definition = new SweepDefinition { Halving = new Halving("validation", 0.5, [1, 3, 9]) }.With(["a=1,2,3,4,5,6"]);
        ranking.Ends["a=2,max_epochs=1"] = RunState.Failed; // the best would have been it

        await RunAsync(definition, ranking);
        Assert.Equal(["a=3,max_epochs=3", "a=4,max_epochs=3", "a=6,max_epochs=3", "a=4,max_epochs=9"], ranking.Launched.Skip(6));
        ranking.Launched.Clear();
        await RunAsync(definition, ranking);
        Assert.Empty(ranking.Launched);
    }

    [Fact]
    public async Task Run_HalvingThatWasInterrupted_ChoosesNobodyUntilTheRungIsThrough()
    {
        launcher.Ends["a=1,max_epochs=1"] = RunState.Interrupted;
        var definition = new SweepDefinition { Halving = new Halving("validation", 0.5, [1, 3]) }.With(["a=1,2"]);

        await RunAsync(definition, launcher);

        Assert.Equal(["a=1,max_epochs=1", "a=2,max_epochs=1"], launcher.Launched);
    }

    [Fact]
    public void Plan_AJobWhoseConfigIsWrong_NamesTheJob() => Assert.Equal(
        "job a=2: no good",
        Assert.Throws<ConfigException>(() => SweepPlan.Make(
            new SweepDefinition().With(["a=1,2"]),
            "r",
            overrides => overrides.Contains("a=2") ? throw new ConfigException("no good") : new CheckedConfig("", null, null))).Message);

    [Theory]
    [InlineData("d=mnist,digits", true)]
    [InlineData("d=mnist a=1,2", false)]
    public void Plan_OfHalvingOverDataSets_IsRefused(string typed, bool isRefused)
    {
        var halved = new SweepDefinition { Halving = new Halving("test", 0.5, [1, 3]) }.With(typed.Split(' '));

        var refusal = Record.Exception(() => SweepPlan.Make(halved, "r", Checked));

        Assert.Equal(isRefused, refusal is ConfigException { Message: var message }
            && message.Contains("different data sets (mnist, digits)", StringComparison.Ordinal));
        Assert.Equal(isRefused, refusal is not null);
        Assert.Null(Record.Exception(() => SweepPlan.Make(new SweepDefinition().With(typed.Split(' ')), "r", Checked)));

        static CheckedConfig Checked(IReadOnlyList<string> overrides) =>
            new(string.Join('\n', overrides), null, null)
            {
                Datasets = overrides.Single(one => one.StartsWith("d=", StringComparison.Ordinal))[2..]
            };
    }

    [Fact]
    public void Plan_FolderByDefault_IsThatOfTheSameConfigs()
    {
        Assert.Equal(Plan(["a=1,2", "b=1,2"]).Folder, Plan(["b=1,2", "a=1,2"]).Folder);
        Assert.NotEqual(Plan(["a=1,2"]).Folder, Plan(["a=1,3"]).Folder);
        Assert.StartsWith(Path.Combine("runs", "sweeps", "group", "recipe") + "/", Plan(["a=1,2"]).Folder);
    }

    private async Task<IEnumerable<JobState>> RunAsync(string[] overrides, bool retryFailed = false) =>
        (await RunAsync(new SweepDefinition().With(overrides), launcher, retryFailed)).Select(status => status.State);

    private Task<IReadOnlyList<JobStatus>> RunAsync(
        SweepDefinition definition, FakeLauncher with, bool retryFailed = false, Func<SweepDefinition, SweepPlan>? plan = null) =>
            new SweepRun((plan ?? Plan)(definition), Sweep, with, [with], new QuietWatcher(), TimeProvider.System)
            {
                RetryFailed = retryFailed
            }
                .RunAsync([], CancellationToken.None);

    private SweepPlan Plan(string[] overrides) => Plan(new SweepDefinition().With(overrides));

    // Its numbers are integers.
    private SweepPlan Plan(SweepDefinition definition) => SweepPlan.Make(
        definition,
        "group/recipe",
        overrides =>
            new CheckedConfig(Yaml(overrides).Replace(".0", "", StringComparison.Ordinal), null, null) { YamlAsTyped = Yaml(overrides) });

    private SweepPlan TypedBefore(SweepDefinition definition) =>
        SweepPlan.Make(definition, "group/recipe", overrides => new CheckedConfig(Yaml(overrides), null, null));

    private string Yaml(IEnumerable<string> overrides) => $"{recipe}\n{string.Join('\n', overrides.Order())}\n";
}
