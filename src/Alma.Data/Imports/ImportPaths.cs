using System.IO.Enumeration;

namespace Alma.Data.Imports;

/// <summary>Finds what the words of a command name: files, folders, and patterns with <c>*</c> and <c>?</c> in their last part.</summary>
public static class ImportPaths
{
    /// <returns>Paths that exist; those of a pattern in the order of their names.</returns>
    /// <exception cref="DatasetException">A word names nothing.</exception>
    public static IReadOnlyList<string> Match(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return [.. words.SelectMany(OfWord)];
    }

    private static IEnumerable<string> OfWord(string word)
    {
        if (word.Length == 0 || word.Contains('\0')) throw new DatasetException($"'{word}' is no path.");
        if (Path.Exists(word)) return [word];
        var name = Path.GetFileName(word);
        var folder = Path.GetDirectoryName(Path.GetFullPath(word)) ?? "/";
        if (name.AsSpan().IndexOfAny('*', '?') < 0 || !Directory.Exists(folder))
            throw new DatasetException(
                $"{word}: there is no such file or folder. Give the path of one, or a pattern such as 'part-*.csv'.");
        List<string> found =
        [
            .. Directory.EnumerateFileSystemEntries(folder)
                .Where(path => FileSystemName.MatchesSimpleExpression(name, Path.GetFileName(path), ignoreCase: false))
                .Order(StringComparer.Ordinal),
        ];
        return found.Count > 0 ? found : throw new DatasetException($"{word}: no file or folder of {folder} is called so.");
    }
}
