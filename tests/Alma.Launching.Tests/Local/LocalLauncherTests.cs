using Alma.Launching.Definitions;
using Alma.Launching.Folder;
using Alma.Launching.Local;

namespace Alma.Launching.Tests.Local;

public sealed class LocalLauncherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly QuietWatcher watcher = new();

    private SweepFolder Sweep => SweepFolder.At(folder.File("sweep"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Launch_MoreJobsThanMayRunAtOnce_RunsAllAndKeepsWhatTheyPrint()
    {
        var jobs = Jobs("a=1,2,3,4,5");

        await Launcher("echo \"$4 on $DOTNET_PROCESSOR_COUNT\"; echo oh >&2; [ $4 != a=3 ]")
            .LaunchAsync(Sweep, jobs, CancellationToken.None);

        Assert.Equal(2, watcher.MostAtOnce);
        Assert.Equal(
            ["ended a=1 0", "ended a=2 0", "ended a=3 1", "ended a=4 0", "ended a=5 0"],
            watcher.Seen.Where(line => line.StartsWith("ended", StringComparison.Ordinal)).Order());
        var printed = File.ReadAllLines(Sweep.LogFile("a=4"));
        Assert.Equal([$"a=4 on {Math.Max(1, Environment.ProcessorCount / 2)}", "oh"], printed.Order());
        Assert.False(File.Exists(Sweep.LauncherFile));
    }

    [Fact]
    public async Task Launch_AskedToStop_ClosesTheInputOfWhatRunsAndStartsNothingMore()
    {
        using var stop = new CancellationTokenSource();
        var launching = Launcher("echo ready; while read line; do :; done; echo saved").LaunchAsync(Sweep, Jobs("a=1,2,3"), stop.Token);
        await UntilAsync(() => watcher.Seen.Contains("a=1: ready") && watcher.Seen.Contains("a=2: ready"));
        Assert.True(File.Exists(Sweep.LauncherFile));

        await stop.CancelAsync();
        await launching;

        Assert.Contains("a=1: saved", watcher.Seen);
        Assert.Contains("a=2: saved", watcher.Seen);
        Assert.DoesNotContain("started a=3", watcher.Seen);
    }

    [Fact]
    public async Task KillAll_JobsThatDoNotStop_AreGone()
    {
        var launcher = Launcher("echo ready; sleep 600");
        using var stop = new CancellationTokenSource();
        var launching = launcher.LaunchAsync(Sweep, Jobs("a=1,2"), stop.Token);
        await UntilAsync(() => watcher.Seen.Contains("a=1: ready") && watcher.Seen.Contains("a=2: ready"));

        await stop.CancelAsync();
        launcher.KillAll();
        await launching;

        Assert.Contains("ended a=1 137", watcher.Seen);
    }

    [Fact]
    public async Task Launch_LogsThatCannotBeWritten_RunsTheJobsAllTheSame()
    {
        var jobs = Jobs("a=1,2");
        File.WriteAllText(Sweep.LogsFolder, "");

        await Launcher("echo ready; echo 'error: no room' >&2; [ $4 != a=2 ]").LaunchAsync(Sweep, jobs, CancellationToken.None);

        Assert.Equal(
            ["ended a=1 0", "ended a=2 1"], watcher.Seen.Where(line => line.StartsWith("ended", StringComparison.Ordinal)).Order());
        Assert.Contains("a=2: error: no room", watcher.Seen);
        Assert.Contains(watcher.Seen, line => line.StartsWith($"{Sweep.LogFile("a=1")} cannot be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Launch_ProgramThatCannotBeStarted_IsSaidForEachJob()
    {
        var launcher = new LocalLauncher(
            new LocalOptions { JobCount = 2 }, new JobProgram([folder.File("absent")]), watcher, TimeProvider.System);

        await launcher.LaunchAsync(Sweep, Jobs("a=1,2"), CancellationToken.None);

        Assert.Equal(["ended a=1 127", "ended a=2 127"], watcher.Seen.Where(line => line.StartsWith("ended", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Launch_SweepFolderThatIsMovedMeanwhile_EndsWithOneErrorAndNothingIsMadeWhereItWas()
    {
        using var stop = new CancellationTokenSource();
        var launching = Launcher("echo ready; while read line; do :; done").LaunchAsync(Sweep, Jobs("a=1,2,3"), stop.Token);
        await UntilAsync(() => watcher.Seen.Contains("a=1: ready") && watcher.Seen.Contains("a=2: ready"));
        Directory.Move(Sweep.Path, folder.File("moved"));

        await stop.CancelAsync();
        var refusal = await Assert.ThrowsAsync<LaunchException>(() => launching);

        Assert.StartsWith(
            $"{Sweep.Path} is gone: it was deleted or moved while its sweep was at work.", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("started a=3", watcher.Seen);
        Assert.False(Directory.Exists(Sweep.Path));
    }

    private LocalLauncher Launcher(string script)
    {
        File.WriteAllText(folder.File("alma"), script);
        return new LocalLauncher(
            new LocalOptions { JobCount = 2 }, new JobProgram(["/bin/sh", folder.File("alma")]), watcher, TimeProvider.System);
    }

    private IReadOnlyList<SweepJob> Jobs(string text)
    {
        var plan = SweepPlan.Make(
            new SweepDefinition().With([text]), "r", overrides => new CheckedConfig(string.Join('\n', overrides), null, null));
        return SweepRecord.Write(Sweep, "r", plan.Rungs[0], []).Jobs;
    }

    private async Task UntilAsync(Func<bool> isTrue)
    {
        for (var wait = 0; wait < 600; wait++)
        {
            lock (watcher.Seen)
                if (isTrue()) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"It did not come to that: {string.Join(" / ", watcher.Seen)}");
    }
}
