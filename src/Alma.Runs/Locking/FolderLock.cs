namespace Alma.Runs.Locking;

/// <summary>
/// A folder held by this process, the only one that may write in it until it is disposed. The lock is a file that is made
/// where there is none and touched as long as its holder lives: nothing that a network file system lacks.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private static readonly TimeSpan signInterval = TimeSpan.FromSeconds(10);

    private readonly LockPlace place;
    private readonly LockContent mine;
    private readonly TimeProvider time;
    private readonly ITimer signs;
    private readonly CancellationTokenSource lost = new();
    private readonly Lock gate = new();
    private bool isGivenFree;

    private FolderLock(LockPlace place, LockContent mine, string? takenOver, TimeProvider time)
    {
        (this.place, this.mine, TakenOver, this.time, Lost) = (place, mine, takenOver, time, lost.Token);
        signs = time.CreateTimer(_ => GiveSign(), null, signInterval, signInterval);
    }

    /// <summary>The holder, now gone, whose lock was taken over, or null.</summary>
    public string? TakenOver { get; }

    /// <summary>Cancelled when another process has taken the folder over, as its user said it may: nothing more must be written.</summary>
    public CancellationToken Lost { get; }

    /// <param name="isHolderGone">The user says that whatever process of another machine holds the folder is gone.</param>
    /// <exception cref="RunFolderException">The folder is held by another process; the message says which and since when.</exception>
    public static FolderLock Take(LockPlace place, TimeProvider time, bool isHolderGone = false)
    {
        var mine = new LockContent(ProcessIdentity.Current, time.GetUtcNow(), Guid.NewGuid().ToString("N"));
        return new FolderLock(place, mine, LockClaim.Make(place, mine, time, isHolderGone), time);
    }

    /// <summary>Whether a folder is held by a process that may be at work; null where nobody has locked it.</summary>
    public static bool? IsHeld(LockPlace place, TimeProvider time) =>
        LockFile.Read(place.LockFile) is { } found ? !LockVerdict.On(found, time.GetUtcNow()).IsStale : null;

    /// <exception cref="RunFolderException">The folder is held by another process.</exception>
    public static void RefuseHeld(LockPlace place, TimeProvider time)
    {
        if (LockFile.Read(place.LockFile) is { Content: not null } found
            && LockVerdict.On(found, time.GetUtcNow()) is { IsStale: false } verdict)
            throw LockClaim.Refusal(place, verdict);
    }

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
                if (IsMine) File.Delete(place.LockFile);
            });
        }

        lost.Dispose();
    }

    private bool IsMine => LockFile.Read(place.LockFile)?.Content == mine;

    private void GiveSign()
    {
        lock (gate)
        {
            if (isGivenFree || Lost.IsCancellationRequested) return;
            Reaching(() =>
            {
                if (IsMine || LockFile.TryCreate(place.LockFile, mine))
                    File.SetLastWriteTimeUtc(place.LockFile, time.GetUtcNow().UtcDateTime);
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
