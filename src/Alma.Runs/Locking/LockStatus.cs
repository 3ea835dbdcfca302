using System.Globalization;

namespace Alma.Runs.Locking;

/// <summary>
/// Whether the holder of a lock is still there, as far as can be told from here, and what to tell whoever wants the folder.
/// </summary>
/// <param name="IsStale">Whether the lock can be taken over.</param>
/// <param name="CanBeForced">Whether it can be if the user says that its holder is gone.</param>
/// <param name="Description">The holder, since when, and why it is there or gone.</param>
internal sealed record LockStatus(bool IsStale, bool CanBeForced, string Description)
{
    /// <summary>After it, a holder that cannot be seen from here and gives no sign of life is taken to be gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const int MaxLetters = 100;

    /// <summary>A lock is written at once; one that stays unreadable was left by a process that was killed over it.</summary>
    private static readonly TimeSpan patienceToWrite = TimeSpan.FromSeconds(5);

    public static LockStatus Of(LockFile found, DateTimeOffset now)
    {
        var silence = now - found.LastHeartbeat;
        if (found.Content is not { } content)
            return new(silence > patienceToWrite, true, $"an unreadable lock, written {Seconds(silence)} ago");
        var (holder, since) = (content.Holder, content.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        var who = $"process {holder.ProcessId} on {PrintableText.Line(holder.Host, MaxLetters)} since {since}";
        if (!holder.IsOfThisMachine)
            return new(silence > Patience, true, $"{who}, last sign of life {Seconds(silence)} ago");
        return holder.IsAlive ? new(false, false, who) : new(true, true, $"{who}, which is gone");
    }

    private static string Seconds(TimeSpan span) => $"{Math.Max(0, span.TotalSeconds).ToString("F0", CultureInfo.InvariantCulture)} s";
}
