using System.IO.Enumeration;
using Alma.Files;

namespace Alma.Data.Imports;

/// <summary>
/// Finds what the words of a command name: files, folders, and patterns with <c>*</c>, <c>?</c>, <c>**</c> for folders at any depth,
/// <c>{a,b}</c> and <c>{00..12}</c> in any part.
/// </summary>
public static class ImportPaths
{
    private const int MostWords = 20_000;

    private static readonly EnumerationOptions realFolders = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        RecurseSubdirectories = true,
    };

    /// <returns>Paths that exist, each once; those of a pattern in the order of their names.</returns>
    /// <exception cref="DatasetException">A word names nothing.</exception>
    public static IReadOnlyList<string> Match(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return [.. words.SelectMany(OfWord).Distinct()];
    }

    /// <summary>
    /// What to read of a dump that somebody put down: the files of a folder that holds tables, arrays or shards alone, in the order of
    /// their names, and otherwise the path itself. Names that begin with <c>.</c> or <c>_</c> are of what programs that write in parts
    /// leave beside these.
    /// </summary>
    /// <param name="path">Of a file or folder.</param>
    public static IReadOnlyList<string> OfDump(string path)
    {
        if (FileKinds.Of(path) != FileKind.Folder || ImageMetadata.IsIn(path)) return [path];
        var entries = Directory.EnumerateFileSystemEntries(path)
            .Where(entry => Path.GetFileName(entry)[0] is not ('.' or '_'))
            .Order(StringComparer.Ordinal).ToList();
        return entries.Count > 0 && entries.TrueForAll(entry => FileKinds.Of(entry) == FileKind.File && ImportFormats.IsOfAny(entry))
            ? entries
            : [path];
    }

    private static IEnumerable<string> OfWord(string word)
    {
        if (word.Length == 0 || word.Contains('\0')) throw new DatasetException($"'{word}' is no path.");
        if (Path.Exists(word)) return [word];
        return BracePatterns.Expand(word, MostWords).SelectMany(Existing).ToList() is { Count: > 0 } found
            ? found
            : throw new DatasetException($"{word}: no file or folder is called so.");
    }

    private static IEnumerable<string> Existing(string pattern)
    {
        if (Path.Exists(pattern)) return [pattern];
        if (!IsOpen(pattern))
            throw new DatasetException(
                $"{pattern}: there is no such file or folder. Give the path of one, or a pattern such as 'part-*.csv'.");
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> found = [pattern[0] == '/' ? "/" : ""];
        foreach (var part in parts) found = [.. found.SelectMany(folder => Below(folder, part))];
        return found.Where(Path.Exists).Distinct().Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Below(string folder, string part)
    {
        if (!IsOpen(part)) return [Path.Join(folder, part)];
        var start = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(start)) return [];
        if (part == "**")
            return Directory.EnumerateDirectories(start, "*", realFolders)
                .Select(path => Path.Join(folder, Path.GetRelativePath(start, path)))
                .Prepend(folder);
        return Directory.EnumerateFileSystemEntries(start).Select(path => Path.GetFileName(path))
            .Where(name => (name[0] != '.' || part[0] == '.') && FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false))
            .Select(name => Path.Join(folder, name));
    }

    private static bool IsOpen(string pattern) => pattern.AsSpan().IndexOfAny('*', '?') >= 0;
}
