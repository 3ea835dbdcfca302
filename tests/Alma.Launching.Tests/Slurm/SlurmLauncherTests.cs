using Alma.Config;
using Alma.Launching.Definitions;
using Alma.Launching.Folder;
using Alma.Launching.Slurm;
using Alma.Launching.States;

namespace Alma.Launching.Tests.Slurm;

public sealed class SlurmLauncherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly QuietWatcher watcher = new();
    private readonly FakeCluster cluster;

    public SlurmLauncherTests() => cluster = new FakeCluster(folder);

    private SweepFolder Sweep => SweepFolder.At(folder.File("sweep"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Launch_KeysOfThePythonProject_GiveTheScriptAsAgreed()
    {
        var options = Options(
            """
            nodes: 1
            mem_gb: 64
            max_num_timeout: 3
            cpus_per_task: 10
            signal_delay_s: 30
            timeout_min: 4320
            gpus_per_node: 1
            tasks_per_node: 1
            partition: learnlab
            additional_parameters: {mail-type: END, exclusive: true}
            setup: [module load cuda]
            """);

        await Launcher(options, reports: true).LaunchAsync(Sweep, Jobs("seed=0,1,2"), CancellationToken.None);

        AssertGolden("array.sbatch", File.ReadAllText(Sweep.SubmissionFile(1, "sbatch")));
        AssertGolden("report.sbatch", File.ReadAllText(Path.Combine(Sweep.SlurmFolder, "report.sbatch")));
        Assert.Equal("seed=0\nseed=1\nseed=2\n", File.ReadAllText(Sweep.SubmissionFile(1, "jobs")));
        Assert.Equal(["submitted 3 jobs as SLURM job 77", "the report comes with SLURM job 77"], watcher.Seen);
    }

    [Fact]
    public async Task Launch_MoreJobsThanAnArrayCanHave_SubmitsArraysOneAfterTheOther()
    {
        cluster.Answer("scontrol", "echo 'MaxArraySize            = 3'");

        await Launcher().LaunchAsync(Sweep, Jobs("seed=range(5)"), CancellationToken.None);

        Assert.Equal([2, 2, 1], Submission.All(Sweep).Select(submission => submission.Names.Count));
        Assert.Contains("#SBATCH --dependency=afterany:77\n", File.ReadAllText(Sweep.SubmissionFile(2, "sbatch")));
    }

    [Fact]
    public async Task Launch_AScriptThatTheClusterRefuses_IsSaidWithItsWords()
    {
        cluster.Answer("sbatch", "echo 'sbatch: error: invalid partition specified: x' >&2; exit 1");

        var refusal = await Assert.ThrowsAsync<LaunchException>(() =>
            Launcher().LaunchAsync(Sweep, Jobs("seed=0,1"), CancellationToken.None));

        Assert.Equal("sbatch --parsable: exit code 1: sbatch: error: invalid partition specified: x", refusal.Message);
    }

    [Fact]
    public async Task Look_TasksInTheQueueAndInTheAccounts_AreKnownByTheirJobs()
    {
        var jobs = Jobs("seed=range(8)");
        await Launcher().LaunchAsync(Sweep, jobs, CancellationToken.None);
        cluster.Answer("squeue", "printf '77_0|RUNNING|None\\n77_1|PENDING|JobArrayTaskLimit\\n78_2|RUNNING|None\\n9|PENDING|Priority\\n'");
        cluster.Answer(
            "sacct", "printf '77_0|RUNNING\\n77_2|TIMEOUT\\n77_3|COMPLETED\\n77_4|CANCELLED by 0\\n77_[5,7%%256]|CANCELLED by 0\\n'");

        var states = Launcher().Poll(Sweep);

        Assert.Equal(new EngineState(EnginePlace.Node, "SLURM job 77_0: running"), states["seed=0"]);
        Assert.Equal(new EngineState(EnginePlace.Queue, "SLURM job 77_1: pending, JobArrayTaskLimit"), states["seed=1"]);
        Assert.Equal(new EngineState(EnginePlace.History, "SLURM job 77_2: timeout"), states["seed=2"]);
        Assert.Equal(["seed=0", "seed=1", "seed=2", "seed=4", "seed=5", "seed=7"], states.Keys.Order());
        Assert.Equal(Path.Combine(Sweep.SlurmFolder, "77_4.log"), Launcher().LogFile(Sweep, jobs[4]));
    }

    [Fact]
    public async Task Status_WhereTheClusterCannotBeAsked_IsThatOfTheFoldersToSeeButNotToStartJobsBy()
    {
        var jobs = Jobs("seed=0,1");
        await Launcher().LaunchAsync(Sweep, jobs, CancellationToken.None);
        cluster.Answer("squeue", "echo 'Unable to contact slurm controller' >&2; exit 1");
        var warnings = new List<string>();

        var states = SweepStatus.ReadAsFarAsKnown(Sweep, jobs, [Launcher()], warnings.Add);

        Assert.Equal([JobState.Missing, JobState.Missing], states.Select(job => job.State));
        Assert.StartsWith(
            "squeue --me: exit code 1: Unable to contact slurm controller", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Throws<LaunchException>(() => SweepStatus.Read(Sweep, jobs, Launcher()));
    }

    [Fact]
    public async Task Cancel_ASweepOfWhichSomeAreLeft_CancelsTheirArrayOnly()
    {
        Assert.Empty(Launcher().Cancel(Sweep));
        await Launcher().LaunchAsync(Sweep, Jobs("seed=0,1"), CancellationToken.None);
        Assert.Empty(Launcher().Cancel(Sweep));
        cluster.Answer("squeue", "printf '77_1|PENDING|None\\n78_0|RUNNING|None\\n'");

        Assert.Equal(["cancelled SLURM job 77"], Launcher().Cancel(Sweep));
        Assert.Equal("scancel 77", cluster.Asked[^1]);

        File.WriteAllText(Sweep.SubmissionFile(2, "json"), "{");
        var answers = Launcher().Cancel(Sweep);
        Assert.Equal("cancelled SLURM job 77", answers[0]);
        Assert.StartsWith(
            $"not cancelled, as its number is not known: {Sweep.SubmissionFile(2, "json")} is no record of a submission: ",
            answers[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Options_MisspeltKey_IsRefusedWithItsPlace() => Assert.Equal(
        "s.yaml:3:5: unknown key 'hydra.launcher.partiton'. Did you mean 'hydra.launcher.partition'?",
        Assert.Throws<ConfigException>(() => Options("partiton: x")).Message.Replace(folder.FullPath + "/", "", StringComparison.Ordinal));

    private SlurmOptions Options(string launcher)
    {
        var path = folder.File("s.yaml");
        File.WriteAllText(path, "hydra:\n  launcher:\n" + string.Concat(launcher.Split('\n').Select(line => $"    {line}\n")));
        return SlurmOptions.Of(ConfigTree.LoadHydra(path, [], []).Section("launcher"));
    }

    private SlurmLauncher Launcher(SlurmOptions? options = null, bool reports = false) =>
        new(options ?? new SlurmOptions(), cluster.Commands, new JobProgram(["/usr/bin/dotnet", "/opt/al ma/alma.dll"]), watcher)
        {
            Reports = reports,
            Variable = name => name == "ALMA_DATA" ? "/data/it's here" : null,
        };

    private IReadOnlyList<SweepJob> Jobs(string text)
    {
        var plan = SweepPlan.Make(
            new SweepDefinition().With([text]), "r", overrides => new CheckedConfig(string.Join('\n', overrides), null, null));
        return SweepRecord.Write(Sweep, "r", plan.Rungs[0], []).Jobs;
    }

    private void AssertGolden(string name, string actual) =>
        Assert.Equal(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name)),
            actual.Replace(Sweep.Path, "SWEEP", StringComparison.Ordinal));
}
