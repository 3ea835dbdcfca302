using System.Formats.Tar;
using System.Text;
using Alma.Data.Fetching;
using Alma.Files;

namespace Alma.Data.Imports;

/// <summary>The regular files in a tar archive, gzipped or not, one after the other. Nothing is unpacked, and no name is a path.</summary>
internal static class TarFiles
{
    /// <param name="isWanted">Which files are read, by their ending in lower case.</param>
    /// <exception cref="DatasetException">It is damaged, or a file in it is too large.</exception>
    public static IEnumerable<TarredFile> Of(string path, Func<string, bool> isWanted)
    {
        Guard(path, () =>
        {
            using var headers = Open(path);
            TarHeaders.Check(headers);
            return true;
        });
        using var archive = Guard(path, () => Open(path));
        using var entries = new TarReader(archive);
        while (Guard(path, () => entries.GetNextEntry()) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
            var name = entry.Name;
            // The first dot of the file's name, not of the folder's.
            var dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
            var ending = dot < 0 ? "" : name[(dot + 1)..].ToLowerInvariant();
            if (!isWanted(ending)) continue;
            yield return Guard(path, () => new TarredFile(name, name[..dot], ending, Content(entry, path)));
        }
    }

    private static byte[] Content(TarEntry entry, string path)
    {
        if (entry.Length > ImageFile.MostBytes)
            throw new DatasetException(
                $"{path}/{entry.Name}: found {entry.Length} bytes, valid are at most {ImageFile.MostBytes} for a file of an example.");
        var content = new byte[entry.Length];
        entry.DataStream?.ReadExactly(content);
        return content;
    }

    private static Stream Open(string path) => GzipContent.Open(RegularFile.Open(path));

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException or UnauthorizedAccessException
            or ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            throw new DatasetException($"{path}: found a damaged file ({damaged.Message}), expected a tar archive.", damaged);
        }
    }
}

/// <summary>A file in an archive.</summary>
/// <param name="Key">Its name to the first dot.</param>
/// <param name="Ending">The rest, in lower case.</param>
internal sealed record TarredFile(string Name, string Key, string Ending, byte[] Content)
{
    private const int MostTold = 200;

    /// <summary>The content as one short text; null where it is empty.</summary>
    /// <exception cref="DatasetException">It is longer than a name of a class is.</exception>
    public string? Text()
    {
        var text = Encoding.UTF8.GetString(Content.AsSpan(0, Math.Min(Content.Length, MostTold + 1))).Trim();
        return text.Length > MostTold
            ? throw new DatasetException($"{Name}: found a text of {Content.Length} bytes, expected the number or name of a class.")
            : TextCell.IsMissing(text) ? null : text;
    }
}
