using Alma.Data;
using Alma.Files;
using Alma.Runs;

namespace Alma.Keeping.Inboxes;

/// <summary>
/// A folder into which others put dumps, a file or a folder each. A dump is whole when nothing in it was written for a while, or when
/// beside it there is a marker, <c>NAME.done</c>. Names that begin with a dot, or end in <c>.part</c> or <c>.tmp</c>, are of what is on
/// its way. What was taken is moved into <c>.done</c>, what is no dump into <c>.rejected</c>, with its error beside it.
/// </summary>
public sealed class Inbox : IDisposable
{
    /// <summary>The folder of the dumps that were taken.</summary>
    public const string DoneName = ".done";

    /// <summary>The folder of what could not be taken.</summary>
    public const string RejectedName = ".rejected";

    /// <summary>What follows the name of a dump in that of its marker.</summary>
    public const string MarkerEnding = ".done";

    /// <summary>What follows the name of a rejected dump in that of the file that says why.</summary>
    public const string ErrorEnding = ".error.txt";

    private const string LockName = ".alma.lock";
    private static readonly string[] unfinished = [".part", ".tmp"];

    private readonly TimeSpan settle;
    private readonly TimeProvider time;
    private readonly FileStream held;
    private Dictionary<string, Seen> seen = [];

    private Inbox(string path, TimeSpan settle, TimeProvider time, FileStream held) =>
        (FullPath, this.settle, this.time, this.held) = (path, settle, time, held);

    public string FullPath { get; }

    /// <summary>Opens an inbox, of which this process is the only reader until the result is disposed.</summary>
    /// <param name="path">A folder that is there.</param>
    /// <param name="settle">For how long nothing in a dump must have been written.</param>
    /// <exception cref="DatasetException">There is no such folder, it cannot be written in, or another process reads it.</exception>
    public static Inbox Open(string path, TimeSpan settle, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (path.Length == 0 || FileKinds.OfTarget(path) != FileKind.Folder)
            throw new DatasetException($"{path}: there is no such folder to take dumps from. Make it first.");
        var full = Path.GetFullPath(path);
        try
        {
            var held = OwnFile.Claim(Path.Combine(full, LockName));
            try
            {
                // What is taken must be moved: better told now than after the first dump.
                MakeFolder(full, DoneName);
                MakeFolder(full, RejectedName);
                return new Inbox(full, settle, time, held);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new DatasetException($"{full}: dumps that were taken are moved, and this folder cannot be written in.", refused);
        }
        catch (IOException held) when (held is not UnfitFileException)
        {
            throw new DatasetException(
                $"{full} is read by another process already, or cannot be written in: {held.Message}", held);
        }
    }

    /// <summary>Looks what there is.</summary>
    /// <exception cref="IOException">The folder cannot be read, or is gone.</exception>
    public InboxContent Look()
    {
        var (complete, arriving) = (new List<InboxEntry>(), new List<string>());
        HashSet<string> all = [.. Directory.EnumerateFileSystemEntries(FullPath).Select(entry => Path.GetFileName(entry))];
        var now = new Dictionary<string, Seen>();
        foreach (var name in all.Order(StringComparer.Ordinal).Where(name => IsDump(name)))
        {
            if (EntryFingerprint.Of(PathOf(name)) is not { } found) continue;
            now[name] = seen.GetValueOrDefault(name) is { } before && before.Fingerprint == found.Text
                ? before
                : new Seen(found.Text, time.GetTimestamp());
            if (all.Contains(name + MarkerEnding) || HasSettled(found, now[name])) complete.Add(new(name, PathOf(name), found.Text));
            else arriving.Add(name);
        }

        seen = now;
        return new InboxContent(complete, arriving);
    }

    /// <summary>A dump was taken: moves it out of the way.</summary>
    /// <returns>Where it is now.</returns>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public string MoveToDone(InboxEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Move(entry, DoneName, Unused(DoneName, entry.Name, _ => true));
    }

    /// <summary>A dump could not be taken: says why in a file, then moves it beside that.</summary>
    /// <inheritdoc cref="MoveToDone" path="/returns|/exception"/>
    public string Reject(InboxEntry entry, string error)
    {
        ArgumentNullException.ThrowIfNull(entry);
        // Killed in between, the same file is written again.
        var name = Unused(RejectedName, entry.Name, free => FileKinds.Of(InFolder(RejectedName, free + ErrorEnding)) != FileKind.Folder);
        MakeFolder(FullPath, RejectedName);
        AtomicFile.WriteText(InFolder(RejectedName, name + ErrorEnding), error + "\n", within: FullPath);
        return Move(entry, RejectedName, name);
    }

    public void Dispose() => held.Dispose();

    // The clock of the files' times may be another's, or set back: then what has stayed the same for so long counts.
    private bool HasSettled(EntryFingerprint found, Seen first)
    {
        var since = time.GetUtcNow().UtcDateTime - found.LastWrite;
        return (since >= settle && since >= TimeSpan.Zero) || time.GetElapsedTime(first.At) >= settle;
    }

    private static bool IsDump(string name) =>
        name[0] != '.'
        && !unfinished.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        && !(name.EndsWith(MarkerEnding, StringComparison.Ordinal) && name.Length > MarkerEnding.Length);

    private string Move(InboxEntry entry, string folder, string name)
    {
        MakeFolder(FullPath, folder);
        var to = InFolder(folder, name);
        // A rename moves a link itself, not what it names.
        if (FileKinds.Of(entry.Path) == FileKind.File) File.Move(entry.Path, to);
        else Directory.Move(entry.Path, to);
        if (FileKinds.Of(entry.Path + MarkerEnding) == FileKind.File) File.Delete(entry.Path + MarkerEnding);
        seen.Remove(entry.Name);
        FolderSync.Flush(FullPath);
        return to;
    }

    private string Unused(string folder, string name, Func<string, bool> isFit) => Enumerable.Range(1, int.MaxValue)
        .Select(k => k == 1 ? name : $"{name}-{k}")
        .First(one => FileKinds.Of(InFolder(folder, one)) == FileKind.None && isFit(one));

    private static void MakeFolder(string inbox, string name)
    {
        var path = Path.Combine(inbox, name);
        if (FileKinds.Of(path) == FileKind.Link) throw new DatasetException($"{path} is a link, and must be a folder. Remove it.");
        Directory.CreateDirectory(path);
    }

    private string InFolder(string folder, string name) => Path.Combine(FullPath, folder, name);

    private string PathOf(string name) => Path.Combine(FullPath, name);

    private sealed record Seen(string Fingerprint, long At);
}
