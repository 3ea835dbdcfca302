using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Alma.Files;

namespace Alma.Keeping.Inboxes;

/// <summary>
/// What tells a file or folder from what it was a moment ago, or from another of its name: names, sizes and times of all in it.
/// </summary>
/// <param name="Text">A SHA-256 over these.</param>
/// <param name="LastWrite">When the latest of them was written, in UTC.</param>
internal sealed record EntryFingerprint(string Text, DateTime LastWrite)
{
    /// <summary>Of a file or folder with all that is in it; no link is followed.</summary>
    /// <returns>Null where something went away meanwhile: whoever puts it there is at work.</returns>
    public static EntryFingerprint? Of(string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            var last = Add(hash, path, ".");
            return new EntryFingerprint(Convert.ToHexStringLower(hash.GetHashAndReset()), last);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // A folder's own time says that a file came or went; its path below the entry keeps files apart.
    private static DateTime Add(IncrementalHash hash, string path, string name)
    {
        var kind = FileKinds.Of(path);
        var written = File.GetLastWriteTimeUtc(path);
        var bytes = kind == FileKind.File ? new FileInfo(path).Length : 0;
        hash.AppendData(Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{name.Length}:{name} {kind} {bytes} {written.Ticks}\n")));
        if (kind != FileKind.Folder) return written;
        foreach (var entry in Entries(path))
        {
            var inner = Add(hash, entry, $"{name}/{Path.GetFileName(entry)}");
            if (inner > written) written = inner;
        }

        return written;
    }

    // Whoever imports from a folder that cannot be read is told so.
    private static string[] Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
