using System.Formats.Tar;
using System.IO.Compression;
using Alma.Data.Tests.Idx;

namespace Alma.Data.Tests.Fetching;

/// <summary>Makes archives in memory, harmless and other.</summary>
internal static class ArchiveBytes
{
    public static byte[] TarGz(IEnumerable<KeyValuePair<string, byte[]>> files, string folder) =>
        TarGz(files.Select(file => File($"{folder}/{file.Key}", file.Value)));

    public static byte[] TarGz(IEnumerable<TarEntry> entries)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        return IdxBytes.Gzip(archive.ToArray());
    }

    public static TarEntry File(string name, byte[] content) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    /// <param name="files">Each by its name in the archive.</param>
    /// <param name="unixModes">The mode of an entry, where it is not that of a plain file.</param>
    public static byte[] Zip(IEnumerable<KeyValuePair<string, byte[]>> files, Dictionary<string, int>? unixModes = null)
    {
        using var archive = new MemoryStream();
        using (var writer = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                var entry = writer.CreateEntry(name);
                entry.ExternalAttributes = (unixModes?.GetValueOrDefault(name, 0x81A4) ?? 0x81A4) << 16;
                using var stream = entry.Open();
                stream.Write(content);
            }
        return archive.ToArray();
    }
}
