using System.Globalization;

namespace Alma.Runs.Locking;

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
        var minutes = LockStatus.Patience.TotalMinutes.ToString(CultureInfo.InvariantCulture);
        var remedy = status.CanBeForced
            ? $"Stop that first, or, if it is gone, {target.IfGone} {minutes} minutes after its last sign of life."
            : "Stop that first.";
        return new RunFolderException($"{target.Rule(status.Description)} {remedy}");
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
