using System.Text.Json;
using Alma.Files;

namespace Alma.Data.Stores;

/// <summary>
/// Remembers which files of a store were read to the end and had the checksum of the manifest, and what the system said of them then. As
/// long as it says the same, no program has written them, and a start need not read gigabytes again. The memory is a file beside the
/// manifest; where it is missing, damaged or cannot be written, files are read.
/// </summary>
internal sealed class CheckedFiles
{
    internal const string FileName = "checked.json";
    private const int CurrentFormat = 1;
    private const long MostBytes = 1 << 26;

    // What is written twice within one of these may have one time on some file systems.
    private const long LongestTickNs = 2_000_000_000;

    private readonly string path;
    private readonly TimeProvider time;
    private readonly Dictionary<string, CheckedFile> files;
    private bool isChanged;

    /// <summary>What is remembered of a store; nothing where there is no memory, or none to be trusted.</summary>
    public CheckedFiles(Store store, TimeProvider time)
    {
        (path, this.time) = (Path.Combine(store.FullPath, FileName), time);
        files = Remembered(path);
    }

    private long NowNs => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Whether a dump's file was found to be right and was not written since.</summary>
    public bool Has(StoredDump dump, string name, FileStamp? now) =>
        now is { } stamp
        && files.TryGetValue(Key(dump, name), out var known)
        && known == new CheckedFile(stamp, dump.Files[name].Sha256);

    /// <summary>Reads a dump's file, and remembers that it is right unless it was written just before or meanwhile.</summary>
    /// <param name="read">Reads it to its end.</param>
    /// <exception cref="DatasetException">It is damaged, and is remembered no more.</exception>
    public void Read(StoredDump dump, string name, PositionedFile file, Action read)
    {
        var (began, before) = (NowNs, file.Stamp);
        try
        {
            read();
        }
        catch (DatasetException)
        {
            isChanged |= files.Remove(Key(dump, name));
            throw;
        }

        if (before is not { } stamp || file.Stamp != stamp || Math.Max(stamp.Modified, stamp.Changed) > began - LongestTickNs) return;
        var known = new CheckedFile(stamp, dump.Files[name].Sha256);
        if (files.GetValueOrDefault(Key(dump, name)) == known) return;
        files[Key(dump, name)] = known;
        isChanged = true;
    }

    /// <summary>Writes what is new, as a whole or not at all. A folder that cannot be written remembers nothing.</summary>
    public void Save()
    {
        if (!isChanged) return;
        try
        {
            using (var file = OwnFile.Replace(path + ".tmp"))
                JsonSerializer.Serialize(file, new Memory(CurrentFormat, files));
            File.Move(path + ".tmp", path, overwrite: true);
            isChanged = false;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // The next start reads the files again.
        }
    }

    private static Dictionary<string, CheckedFile> Remembered(string path)
    {
        try
        {
            return FileKinds.Of(path) == FileKind.File
                && JsonSerializer.Deserialize<Memory>(RegularFile.Bytes(path, MostBytes)) is { Format: CurrentFormat, Files: { } found }
                ? found
                : [];
        }
        catch (Exception damaged) when (damaged is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Key(StoredDump dump, string name) => $"{dump.Folder}/{name}";

    private sealed record Memory(int Format, Dictionary<string, CheckedFile>? Files);

    private sealed record CheckedFile(FileStamp Stamp, string Sha256);
}
