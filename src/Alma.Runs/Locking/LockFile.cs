using System.Globalization;
using System.Text;
using System.Text.Json;
using Alma.Files;

namespace Alma.Runs.Locking;

/// <summary>What a lock file says. Its time of last writing is when its holder last gave a sign of life.</summary>
/// <param name="Holder">Who has the folder.</param>
/// <param name="Since">From when on.</param>
/// <param name="Token">Tells one holding from another by the same process.</param>
internal sealed record LockContent(ProcessIdentity Holder, DateTimeOffset Since, string Token);

/// <summary>A lock file as it was found.</summary>
/// <param name="Text">All of it.</param>
/// <param name="Content">Null where it cannot be read: it is just being written, or its writer was killed.</param>
/// <param name="LastHeartbeat">When its holder last gave a sign of life.</param>
internal sealed record LockFile(string Text, LockContent? Content, DateTimeOffset LastHeartbeat)
{
    private const int LongestText = 1 << 16;

    private static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new UtcTimeConverter() },
    };

    /// <summary>The lock at the path, or null where there is none.</summary>
    public static LockFile? Read(string path)
    {
        try
        {
            using var file = RegularFile.Open(path);
            var bytes = new byte[LongestText];
            var text = Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            // Of the file that was read, not of one that has come in its place, and asked after opening:
            // network file systems look anew then.
            return new LockFile(text, Parse(text), File.GetLastWriteTimeUtc(file.SafeFileHandle));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Writes the lock where there is none, which network file systems too let only one process do.</summary>
    /// <returns>Whether there was none.</returns>
    public static bool TryCreate(string path, LockContent content)
    {
        if (NewFile.TryOpen(path) is not { } file) return false;
        Write(file, path, content);
        return Read(path)?.Content == content;
    }

    /// <summary>Writes the lock in the place of another, of which its holder is gone; no moment is without a lock.</summary>
    public static void Replace(string path, LockContent content)
    {
        var aside = $"{path}.{content.Token}";
        Write(NewFile.TryOpen(aside)!, aside, content);
        File.Move(aside, path, overwrite: true);
    }

    private static void Write(FileStream file, string path, LockContent content)
    {
        using (file)
        {
            try
            {
                file.Write(JsonSerializer.SerializeToUtf8Bytes(content, json));
                file.Flush(flushToDisk: true);
            }
            catch
            {
                File.Delete(path);
                throw;
            }
        }
    }

    private static LockContent? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<LockContent>(text, json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Makes a file where there is none, which only one of several processes can.</summary>
internal static class NewFile
{
    // What .NET reports of a file that is there: EEXIST, and Windows' word for it. To ask again would be to ask too late.
    private static readonly int[] isThere = [17, unchecked((int)0x80070050)];

    /// <summary>The file, open and empty, or null where one is there. It is opened without a lock of the operating system's.</summary>
    public static FileStream? TryOpen(string path)
    {
        try
        {
            return OwnFile.Create(path, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException refused) when (isThere.Contains(refused.HResult))
        {
            return null;
        }
    }
}

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
