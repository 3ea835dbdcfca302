using System.Globalization;

namespace Alma.Runs.Locking;

/// <summary>
/// A folder held by this process, the only one that may write in it until it is disposed. The lock is a file that is made
/// where there is none and touched as long as its holder lives: nothing that a network file system lacks.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private static readonly TimeSpan heartbeatInterval = TimeSpan.FromSeconds(10);

    private readonly LockTarget target;
    private readonly LockContent mine;
    private readonly TimeProvider time;
    private readonly ITimer heartbeat;
    private readonly CancellationTokenSource lost = new();
    private readonly Lock gate = new();
    private bool isReleased;

    private FolderLock(LockTarget target, LockContent mine, string? takenOver, TimeProvider time)
    {
        (this.target, this.mine, TakenOver, this.time, Lost) = (target, mine, takenOver, time, lost.Token);
        heartbeat = time.CreateTimer(_ => SendHeartbeat(), null, heartbeatInterval, heartbeatInterval);
    }

    /// <summary>The holder, now gone, whose lock was taken over, or null.</summary>
    public string? TakenOver { get; }

    /// <summary>Cancelled when another process has taken the folder over, as its user said it may: nothing more must be written.</summary>
    public CancellationToken Lost { get; }

    /// <param name="isHolderGone">The user says that whatever process of another machine holds the folder is gone.</param>
    /// <exception cref="RunFolderException">The folder is held by another process; the message says which and since when.</exception>
    public static FolderLock Acquire(LockTarget target, TimeProvider time, bool isHolderGone = false)
    {
        var mine = new LockContent(ProcessIdentity.Current, time.GetUtcNow(), Guid.NewGuid().ToString("N"));
        return new FolderLock(target, mine, LockAcquisition.Acquire(target, mine, time, isHolderGone), time);
    }

    /// <summary>Whether a folder is held by a process that may be at work; null where nobody has locked it.</summary>
    public static bool? IsHeld(LockTarget target, TimeProvider time) =>
        LockFile.Read(target.LockFile) is { } found ? !LockStatus.Of(found, time.GetUtcNow()).IsStale : null;

    /// <exception cref="RunFolderException">The folder is held by another process.</exception>
    public static void RefuseHeld(LockTarget target, TimeProvider time)
    {
        if (LockFile.Read(target.LockFile) is { Content: not null } found
            && LockStatus.Of(found, time.GetUtcNow()) is { IsStale: false } status)
            throw LockAcquisition.Refusal(target, status);
    }

    /// <summary>Gives the folder free.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isReleased) return;
            isReleased = true;
            heartbeat.Dispose();
            IgnoreUnreachable(() =>
            {
                if (IsMine) File.Delete(target.LockFile);
            });
        }

        lost.Dispose();
    }

    private bool IsMine => LockFile.Read(target.LockFile)?.Content == mine;

    private void SendHeartbeat()
    {
        lock (gate)
        {
            if (isReleased || Lost.IsCancellationRequested) return;
            IgnoreUnreachable(() =>
            {
                if (IsMine || LockFile.TryCreate(target.LockFile, mine))
                    File.SetLastWriteTimeUtc(target.LockFile, time.GetUtcNow().UtcDateTime);
                else lost.Cancel();
            });
        }
    }

    // A file system that is away for a while may come back; a lock that stays behind is one of a process that is gone.
    private static void IgnoreUnreachable(Action file)
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

/// <summary>A folder that has one writer, and what is said to whoever comes second.</summary>
/// <param name="Path">The folder.</param>
/// <param name="LockFile">The file in it that says who writes there.</param>
/// <param name="Rule">What is being done there, and why nobody else may: put around the holder's description.</param>
/// <param name="IfGone">What to do where the holder cannot be seen from here and may be gone; null where it can be taken over.</param>
internal sealed record LockTarget(string Path, string LockFile, Func<string, string> Rule, string? IfGone)
{
    public static LockTarget Of(RunFolder run) => new(
        run.Path,
        run.LockFile,
        holder => $"{run.Path} is being run by {holder}: a run folder has one writer.",
        IfGone: null);

    public static LockTarget OfSweep(string path) => new(
        path,
        System.IO.Path.Combine(path, RunFolder.LockName),
        holder => $"{path} is held by {holder}, which runs a sweep there: a sweep folder has one writer.",
        "give the same command again");
}

/// <summary>
/// One process's attempt to lock a folder, which may meet the locks of others that live, that are gone, or that try the same.
/// </summary>
internal static class LockAcquisition
{
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Taking over is a matter of milliseconds; who needs longer was killed over it.</summary>
    private static readonly TimeSpan patienceToTakeOver = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    /// <returns>The holder, now gone, whose lock was taken over, or null.</returns>
    /// <exception cref="RunFolderException">Another process holds the folder.</exception>
    public static string? Acquire(LockTarget target, LockContent mine, TimeProvider time, bool isHolderGone)
    {
        for (var started = time.GetTimestamp(); time.GetElapsedTime(started) < patience; Thread.Sleep(pause))
        {
            if (LockFile.TryCreate(target.LockFile, mine)) return null;
            if (LockFile.Read(target.LockFile) is not { } found) continue;
            var status = LockStatus.Of(found, time.GetUtcNow());
            var isGone = status.IsStale || (isHolderGone && status.CanBeForced);
            if (isGone && TryReplace(target.LockFile, found, mine, time)) return status.Description;
            if (!isGone && found.Content is not null) throw Refusal(target, status);
        }

        throw new RunFolderException(
            $"{target.Path} cannot be locked: its lock, {target.LockFile}, keeps changing. "
            + "Is a clock wrong, or are many processes trying?");
    }

    public static RunFolderException Refusal(LockTarget target, LockStatus status)
    {
        var rule = target.Rule(status.Description);
        if (!status.CanBeForced) return new RunFolderException($"{rule} Stop that first.");
        if (target.IfGone is null) return new RunHeldException($"{rule} Stop that first.", LockStatus.Patience);
        var minutes = LockStatus.Patience.TotalMinutes.ToString(CultureInfo.InvariantCulture);
        return new RunFolderException(
            $"{rule} Stop that first, or, if it is gone, {target.IfGone} {minutes} minutes after its last sign of life.");
    }

    /// <summary>
    /// Replaces the lock that was found. Of several processes that found it one does, and none replaces the lock that another has
    /// made since: whoever replaces holds a second file meanwhile, and looks again.
    /// </summary>
    private static bool TryReplace(string path, LockFile found, LockContent mine, TimeProvider time)
    {
        var guard = path + ".takeover";
        using var made = NewFile.TryOpen(guard);
        if (made is null)
        {
            var written = File.GetLastWriteTimeUtc(guard);
            // before it: just removed
            if (written > DateTime.UnixEpoch && time.GetUtcNow() - written > patienceToTakeOver) File.Delete(guard);
            return false;
        }

        try
        {
            if (LockFile.Read(path)?.Text != found.Text) return false;
            LockFile.Replace(path, mine);
            return LockFile.Read(path)?.Content == mine;
        }
        finally
        {
            File.Delete(guard);
        }
    }
}
