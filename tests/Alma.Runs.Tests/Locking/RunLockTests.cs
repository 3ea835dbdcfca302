using Alma.Runs.Locking;

namespace Alma.Runs.Tests.Locking;

public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Take_FolderOfALivingProcess_IsRefusedWithItsNumberHostAndTime()
    {
        var folder = Run("run");
        using var other = new HolderProcess();
        other.Hold(folder.Path);

        var fault = Assert.Throws<RunFolderException>(() => RunLock.Acquire(folder, TimeProvider.System, isHolderGone: true));

        Assert.Matches(
            $@"^.*run is being run by process {other.Id} on {Environment.MachineName} since 20\d\d-\d\d-\d\d \d\d:\d\d:\d\dZ: a run folder has one writer\. Stop that first\.$",
            fault.Message);
    }

    [Fact]
    public void Take_AfterTheOtherProcessGaveItFree_Succeeds()
    {
        var folder = Run("run");
        using var other = new HolderProcess();
        other.Hold(folder.Path);
        other.End();

        RunLock.Acquire(folder, TimeProvider.System).Dispose();

        Assert.False(File.Exists(folder.LogFile), "Nothing was to be taken over.");
        Assert.Equal(["run.json"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Take_AfterTheOtherProcessWasKilled_TakesOverAndLogsIt()
    {
        var folder = Run("run");
        using var other = new HolderProcess();
        other.Hold(folder.Path);
        other.Kill();

        using var held = RunLock.Acquire(folder, TimeProvider.System);

        Assert.Matches(
            $@"^\S+Z The lock of process {other.Id} on \S+ since \S+ \S+, which is gone was taken over\.\n$",
            File.ReadAllText(folder.LogFile));
    }

    [Fact]
    public void Take_NumberOfTheDeadProcessUsedAgain_TakesOver()
    {
        var folder = Run("run");
        WriteLock(folder, ProcessIdentity.Current with { ProcessStart = "1" }, silence: TimeSpan.Zero);

        using var held = RunLock.Acquire(folder, TimeProvider.System);

        Assert.Contains("was taken over", File.ReadAllText(folder.LogFile));
    }

    [Theory]
    [InlineData(100, false, false)]
    [InlineData(130, false, true)]
    [InlineData(1, true, true)]
    public void Take_LockOfAnotherHost_IsTakenOverOnlyWhenSilentOrToldSo(int silentSeconds, bool isHolderGone, bool isTaken)
    {
        var folder = Run("run");
        WriteLock(folder, ProcessIdentity.Current with { Host = "node7" }, TimeSpan.FromSeconds(silentSeconds));

        if (isTaken)
        {
            using var held = RunLock.Acquire(folder, TimeProvider.System, isHolderGone);
            return;
        }

        var fault = Assert.Throws<RunHeldException>(() => RunLock.Acquire(folder, TimeProvider.System, isHolderGone));
        Assert.Contains($"on node7 since ", fault.Message);
        Assert.EndsWith("a run folder has one writer. Stop that first.", fault.Message);
        Assert.Equal(TimeSpan.FromMinutes(2), fault.Patience);
    }

    [Fact]
    public void Take_LockCutShortByAKilledProcess_TakesOver()
    {
        var folder = Run("run");
        File.WriteAllText(folder.LockFile, "{ \"holder\"");
        File.SetLastWriteTimeUtc(folder.LockFile, DateTime.UnixEpoch);

        using var held = RunLock.Acquire(folder, TimeProvider.System);

        Assert.Contains("an unreadable lock", File.ReadAllText(folder.LogFile));
    }

    [Fact]
    public void Create_FolderThatHoldsARun_IsRefusedAndLeavesNoLock()
    {
        var folder = Run("run");

        Assert.Contains(
            "already holds a run", Assert.Throws<RunFolderException>(() => RunLock.Create(folder.Path, TimeProvider.System)).Message);

        Assert.False(File.Exists(folder.LockFile));
    }

    [Fact]
    public void Lost_AnotherProcessTookOver_IsCancelledAndItsLockStays()
    {
        var folder = Run("run");
        var clock = new SteppedClock();
        using var held = RunLock.Acquire(folder, clock);
        Assert.False(held.Lost.IsCancellationRequested);
        WriteLock(folder, ProcessIdentity.Current with { Host = "node7" }, TimeSpan.Zero);
        var theirs = File.ReadAllText(folder.LockFile);

        clock.Tick();

        Assert.True(held.Lost.IsCancellationRequested);
        held.Dispose();
        Assert.Equal(theirs, File.ReadAllText(folder.LockFile));
    }

    [Fact]
    public void Lock_AsTimePasses_GivesSignsOfLife()
    {
        var folder = Run("run");
        var clock = new SteppedClock();
        using var held = RunLock.Acquire(folder, clock);
        File.SetLastWriteTimeUtc(folder.LockFile, DateTime.UnixEpoch);

        clock.Tick();

        Assert.Equal(clock.GetUtcNow().UtcDateTime, File.GetLastWriteTimeUtc(folder.LockFile), TimeSpan.FromSeconds(2));
    }

    private RunFolder Run(string name)
    {
        var folder = RunFolder.Create(temporary.File(name));
        File.WriteAllText(folder.ManifestFile, "{}");
        return folder;
    }

    private static void WriteLock(RunFolder folder, ProcessIdentity holder, TimeSpan silence)
    {
        File.Delete(folder.LockFile);
        Assert.True(LockFile.TryCreate(folder.LockFile, new LockContent(holder, TimeProvider.System.GetUtcNow(), "theirs")));
        File.SetLastWriteTimeUtc(folder.LockFile, TimeProvider.System.GetUtcNow().UtcDateTime - silence);
    }
}
