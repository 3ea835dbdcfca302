namespace Alma.Runs.Locking;

/// <summary>
/// A run folder held by this process, the only one that may write in it until it is disposed. The lock is a file that is made
/// where there is none and touched as long as its holder lives: nothing that a network file system lacks.
/// </summary>
public sealed class RunLock : IDisposable
{
    private static readonly TimeSpan signInterval = TimeSpan.FromSeconds(10);

    private readonly LockContent mine;
    private readonly TimeProvider time;
    private readonly ITimer signs;
    private readonly CancellationTokenSource lost = new();
    private readonly Lock gate = new();
    private bool isGivenFree;

    private RunLock(RunFolder folder, LockContent mine, TimeProvider time)
    {
        (Folder, this.mine, this.time, Lost) = (folder, mine, time, lost.Token);
        signs = time.CreateTimer(_ => GiveSign(), null, signInterval, signInterval);
    }

    public RunFolder Folder { get; }

    /// <summary>Cancelled when another process has taken the folder over, as its user said it may: nothing more must be written.</summary>
    public CancellationToken Lost { get; }

    /// <summary>Makes the folder of a new run and holds it.</summary>
    /// <param name="config">As <see cref="RunFolder.Create"/> takes it.</param>
    /// <exception cref="RunFolderException">The folder is held by another process, already holds a run, or a file is in its place.</exception>
    public static RunLock Create(string path, TimeProvider time, string? config = null)
    {
        RefuseHeld(path, time);
        var folder = RunFolder.Create(path, config);
        var held = Take(folder, time);
        try
        {
            RunFolder.Create(path, config); // whoever held it until now may have run there
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Holds a folder. That the lock of a process that is gone was taken over is said in <c>log.txt</c>.</summary>
    /// <param name="isHolderGone">The user says that whatever process of another machine holds the folder is gone.</param>
    /// <exception cref="RunFolderException">The folder is held by another process; the message says which and since when.</exception>
    public static RunLock Take(RunFolder folder, TimeProvider time, bool isHolderGone = false)
    {
        var mine = new LockContent(ProcessIdentity.Current, time.GetUtcNow(), Guid.NewGuid().ToString("N"));
        var takenOver = LockClaim.Make(folder, mine, time, isHolderGone);
        if (takenOver is not null) RunLog.Append(folder, time, $"The lock of {takenOver} was taken over.");
        return new RunLock(folder, mine, time);
    }

    /// <summary>Whether a folder is held by a process that may be at work; null where nobody has locked it.</summary>
    public static bool? IsHeld(RunFolder folder, TimeProvider time) =>
        LockFile.Read(folder.LockFile) is { } found ? !LockVerdict.On(found, time.GetUtcNow()).IsStale : null;

    /// <summary>Gives the folder free.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isGivenFree) return;
            isGivenFree = true;
            signs.Dispose();
            Reaching(() =>
            {
                if (IsMine) File.Delete(Folder.LockFile);
            });
        }

        lost.Dispose();
    }

    private bool IsMine => LockFile.Read(Folder.LockFile)?.Content == mine;

    private static void RefuseHeld(string path, TimeProvider time)
    {
        var folder = RunFolder.At(path);
        if (LockFile.Read(folder.LockFile) is { Content: not null } found && LockVerdict.On(found, time.GetUtcNow()) is { IsStale: false } verdict)
            throw LockClaim.Refusal(folder, verdict);
    }

    private void GiveSign()
    {
        lock (gate)
        {
            if (isGivenFree || Lost.IsCancellationRequested) return;
            Reaching(() =>
            {
                if (IsMine || LockFile.TryCreate(Folder.LockFile, mine)) File.SetLastWriteTimeUtc(Folder.LockFile, time.GetUtcNow().UtcDateTime);
                else lost.Cancel();
            });
        }
    }

    // A file system that is away for a while may come back; a lock that stays behind is one of a process that is gone.
    private static void Reaching(Action file)
    {
        try
        {
            file();
        }
        catch (Exception unreachable) when (unreachable is IOException or UnauthorizedAccessException)
        {
        }
    }
}
