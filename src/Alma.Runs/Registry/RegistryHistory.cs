using Alma.Files;
using Alma.Runs.Metrics;

namespace Alma.Runs.Registry;

/// <summary>The file <c>history.jsonl</c> of a registry: one line for each thing that happened, only ever written on.</summary>
internal static class RegistryHistory
{
    private const long MaxBytes = 1 << 28;

    /// <summary>The records, the oldest first; a last line that a killed process began is none.</summary>
    /// <exception cref="RunFolderException">A line is no record.</exception>
    public static IReadOnlyList<RegistryRecord> Read(string path)
    {
        if (FileKinds.OfTarget(path) == FileKind.None) return [];
        using var file = RegularFile.Open(path);
        if (file.Length > MaxBytes) throw UnfitFileException.TooLarge(path, MaxBytes);
        List<RegistryRecord> records = [];
        foreach (var line in CompleteLines.Read(file, path))
        {
            var record = RecordJson.Read<RegistryRecord>(line, path, records.Count + 1);
            if (record.Number != records.Count || record.Version < 0 || record.Previous < 0)
                throw new RunFolderException(
                    $"{path}, line {records.Count + 1}: found record {record.Number} of version {record.Version}, expected record "
                    + $"{records.Count}. Put the file back as it was, or take it away: then the history begins anew.");
            records.Add(record);
        }

        return records;
    }

    /// <summary>Writes a record behind the last whole line, and brings it to the disk.</summary>
    public static void Append(string path, RegistryRecord record)
    {
        var isNew = FileKinds.Of(path) == FileKind.None;
        using (var file = OwnFile.OpenOrCreate(path))
        {
            file.SetLength(CompleteLines.End(file));
            file.Seek(0, SeekOrigin.End);
            file.Write(RecordJson.Line(record));
            file.Flush(flushToDisk: true);
        }

        if (isNew) FolderSync.Flush(Path.GetDirectoryName(path)!);
    }
}
