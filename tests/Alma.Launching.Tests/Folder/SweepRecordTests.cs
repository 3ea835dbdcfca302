using Alma.Launching.Definitions;
using Alma.Launching.Folder;
using Alma.Launching.States;
using Alma.Runs;
using Alma.Runs.Locking;

namespace Alma.Launching.Tests.Folder;

/// <summary>What a job is run from is what the record says of it, whatever happened in the folder before.</summary>
public sealed class SweepRecordTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private SweepFolder Sweep => SweepFolder.At(folder.File("sweep"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_AfterACommandThatWasKilledAtAnyFile_LeavesTheConfigsOfTheValuesThatAreAsked()
    {
        SweepRecord.Write(Sweep, "r", Jobs("1"), []);
        var files = Jobs("1")
            .Select(planned => Sweep.ConfigFile(planned.Job.Name))
            .Append(Sweep.RecordFile)
            .Select(file => (Path: file, Content: File.ReadAllText(file)))
            .ToList();
        for (var written = 0; written < files.Count; written++)
        {
            foreach (var isTorn in new[] { false, true })
            {
                Directory.Delete(Sweep.Path, recursive: true);
                Directory.CreateDirectory(Path.GetDirectoryName(files[0].Path)!);
                foreach (var (path, content) in files.Take(written)) File.WriteAllText(path, content);
                if (isTorn) File.WriteAllText(files[written].Path + ".tmp", files[written].Content[..3]);

                var record = SweepRecord.Write(Sweep, "r", Jobs("2"), []);

                Assert.Equal(["seed=0", "seed=1", "seed=2"], record.Jobs.Select(job => job.Name));
                Assert.All(record.Jobs, job =>
                    Assert.Contains("lr: 2\n", File.ReadAllText(Sweep.TrustedConfigFile(job)), StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Whatever was asked for last, a job that was told to go further is not called back.</summary>
    [Fact]
    public void Write_JobThatIsToldToGoFurther_TakesThatConfigAndKeepsIt()
    {
        SweepRecord.Write(Sweep, "r", [Until(2)], []);

        foreach (var end in new[] { 4, 2, 4 })
        {
            var job = Assert.Single(SweepRecord.Write(Sweep, "r", [Until(end)], []).Jobs);

            Assert.Equal(4, job.StopAfter);
            Assert.Equal("stop_after: 4\n", File.ReadAllText(Sweep.TrustedConfigFile(job)));
        }

        Assert.Throws<LaunchException>(() => SweepRecord.Write(Sweep, "r", [Until(4, "lr: 2\n")], []));
    }

    [Fact]
    public void Write_ConfigThatSomebodyChanged_IsWrittenAnewAndUntilThenNotRun()
    {
        var job = SweepRecord.Write(Sweep, "r", Jobs("1"), []).Jobs[1];
        File.AppendAllText(Sweep.ConfigFile(job.Name), "lr: 9\n");

        Assert.StartsWith(
            $"{Sweep.ConfigFile("seed=1")} is not the config of job seed=1",
            Assert.Throws<LaunchException>(() => Sweep.TrustedConfigFile(job)).Message,
            StringComparison.Ordinal);
        SweepRecord.Write(Sweep, "r", Jobs("1"), []);
        Assert.DoesNotContain("9", File.ReadAllText(Sweep.TrustedConfigFile(job)), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RunOfOtherValuesThatTheRecordDoesNotKnow_IsRefused()
    {
        var run = RunFolder.Create(Sweep.RunPath("seed=1"));
        File.WriteAllText(run.ConfigFile, "lr: 1\nseed: 1\nrun_dir: elsewhere\n");
        File.WriteAllText(run.MetricsFile, "");

        var refusal = Assert.Throws<LaunchException>(() => SweepRecord.Write(Sweep, "r", Jobs("2"), [])).Message;

        Assert.Equal(
            $"{run.Path} holds a run of another config, which {Sweep.RecordFile} does not know: it has 'lr: 1' where job seed=1 has 'lr: "
            + "2'. Choose another sweep_dir.",
            refusal);
        SweepRecord.Write(Sweep, "r", Jobs("1"), []);
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\u001b[2J")]
    [InlineData("")]
    public void Read_NameOfAJobThatIsNoneOfAFolder_IsRefused(string name)
    {
        SweepRecord.Write(Sweep, "r", Jobs("1"), []);
        File.WriteAllText(Sweep.RecordFile, System.Text.Json.JsonSerializer.Serialize(new
        {
            recipe = "r",
            command_line = Array.Empty<string>(),
            jobs = new[] { new { name, overrides = Array.Empty<string>(), config_hash = "" } }
        }));

        Assert.Contains(
            "is no name of a job", Assert.Throws<LaunchException>(() => SweepRecord.Read(Sweep)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TwoSweepsAtOnceInOneFolder_OneIsRefusedAndNoJobIsLost()
    {
        for (var round = 0; round < 20; round++)
        {
            var sweep = SweepFolder.At(folder.File($"s{round}"));
            var outcomes = await Task.WhenAll(Enumerable.Range(1, 3).Select(lr => Task.Run(() => TryRunAsync(sweep, lr))));

            var names = SweepRecord.Read(sweep).Jobs.Select(job => job.Name).ToList();
            Assert.Contains(outcomes, outcome => outcome.IsDone);
            Assert.All(outcomes, outcome =>
                Assert.Equal(outcome.IsDone, names.Contains($"lr={outcome.Lr},seed=0") && names.Contains($"lr={outcome.Lr},seed=1")));
            Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome =>
                Assert.StartsWith($"{sweep.Path} is held by process {Environment.ProcessId} ", outcome.Refusal, StringComparison.Ordinal));
            Assert.False(SweepLock.IsHeld(sweep.Path, TimeProvider.System));
        }
    }

    [Fact]
    public void Make_FolderOfARun_IsRefused()
    {
        File.WriteAllText(RunFolder.Create(Sweep.Path).MetricsFile, "");

        Assert.Equal(
            $"{Sweep.Path} holds a run: a sweep needs a folder of its own. Choose another sweep_dir.",
            Assert.Throws<LaunchException>(Sweep.Make).Message);
    }

    [Fact]
    public void AtWork_SweepThatIsBeingStartedDeepBelow_IsSeenUntilItEnds()
    {
        var sweeps = new ActiveSweeps([], TimeProvider.System);
        var deep = Directory.CreateDirectory(folder.File("runs/sweeps/digits/gmoe/12345678")).FullName;
        Assert.False(sweeps.IsAny([folder.File("runs"), folder.File("absent")]));

        using (SweepLock.Acquire(deep, TimeProvider.System)) Assert.True(sweeps.IsAny([folder.File("runs")]));

        Assert.False(sweeps.IsAny([folder.File("runs")]));
    }

    [Fact]
    public void AtWork_JobsThatWaitOnACluster_AreAskedForSeldom()
    {
        SweepRecord.Write(Sweep, "r", Jobs("1"), []);
        var engine = new FakeLauncher { Engine = { ["seed=0"] = new EngineState(EnginePlace.Queue, "7_0: pending") } };
        var clock = new FixedClock();
        var sweeps = new ActiveSweeps([engine], clock);

        Assert.True(sweeps.IsAny([folder.FullPath]));
        engine.Engine.Clear();
        Assert.True(sweeps.IsAny([folder.FullPath]));
        clock.Now += TimeSpan.FromSeconds(11);
        Assert.False(sweeps.IsAny([folder.FullPath]));
    }

    [Fact]
    public void OwnFile_LinksPipesAndFilesElsewhere_AreNone()
    {
        Directory.CreateDirectory(Sweep.LogsFolder);
        var log = Sweep.LogFile("a");
        File.WriteAllText(log, "");
        var secret = folder.File("secret");
        File.WriteAllText(secret, "");
        File.CreateSymbolicLink(Sweep.LogFile("link"), secret);
        Directory.CreateSymbolicLink(Path.Combine(Sweep.Path, "slurm"), folder.FullPath);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Sweep.LogFile("pipe")])) made.WaitForExit();

        Assert.True(Sweep.IsOwnFile(log));
        Assert.All(
            [secret, Sweep.LogFile("link"), Sweep.LogFile("pipe"), Sweep.LogFile("none"), Path.Combine(Sweep.Path, "..", "secret"),
                Path.Combine(Sweep.Path, "slurm", "secret"), Sweep.LogsFolder, "/dev/zero"],
            path => Assert.False(Sweep.IsOwnFile(path)));
    }

    private static async Task<(int Lr, bool IsDone, string Refusal)> TryRunAsync(SweepFolder sweep, int lr)
    {
        var launcher = new FakeLauncher();
        var plan = SweepPlan.Make(new SweepDefinition().With([$"lr={lr},{lr + 10}", "seed=0,1"]), "r", Config);
        try
        {
            await new SweepRun(plan, sweep, launcher, [launcher], new QuietWatcher(), TimeProvider.System)
                .RunAsync([], CancellationToken.None);
            return (lr, true, "");
        }
        catch (RunFolderException refusal)
        {
            return (lr, false, refusal.Message);
        }
    }

    private static IReadOnlyList<PlannedJob> Jobs(string lr) =>
        SweepPlan.Make(new SweepDefinition().With([$"lr={lr}", "seed=0,1,2"]), "r", Config).Rungs[0];

    private static CheckedConfig Config(IReadOnlyList<string> overrides) =>
        new(
            string.Concat(overrides.Order(StringComparer.Ordinal).Select(text => text.Replace("=", ": ", StringComparison.Ordinal) + "\n")),
            null,
            null);

    private static PlannedJob Until(int megabatches, string? more = null)
    {
        var planned = PlannedJob.Of("one", [], new CheckedConfig($"stop_after: {megabatches}\n{more}", null, null));
        return planned with { Job = planned.Job with { StopAfter = megabatches } };
    }
}
