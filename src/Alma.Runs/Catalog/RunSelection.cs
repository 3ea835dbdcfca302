using Microsoft.Extensions.FileSystemGlobbing;

namespace Alma.Runs.Catalog;

/// <summary>Finds the runs that somebody names: by their folders, by a folder above them, or by a pattern.</summary>
public static class RunSelection
{
    private const char Any = '*';
    private const string ManifestName = "run.json";

    /// <summary>The runs that the words name, each once, in the order of the words and below each by path.</summary>
    /// <param name="words">
    /// Run folders, folders with runs below them, or patterns with <c>*</c> (any name) and <c>**</c> (any folders).
    /// </param>
    /// <exception cref="RunFolderException">A word names no run.</exception>
    public static IReadOnlyList<RunFolder> Find(IEnumerable<string> words) =>
        [.. words.SelectMany(Named).DistinctBy(Path.GetFullPath, StringComparer.Ordinal).Select(RunFolder.Open)];

    /// <summary>The folders of the runs that the words name now, each once, in the same order; there may be none yet.</summary>
    /// <param name="refuseMissing">Whether a word that is neither a folder nor a pattern is refused, or names no run.</param>
    /// <exception cref="RunFolderException">Such a word is refused.</exception>
    internal static IEnumerable<string> Paths(IEnumerable<string> words, bool refuseMissing) => words
        .SelectMany(word => Directory.Exists(word) || word.Contains(Any) || refuseMissing ? Found(word) : [])
        .DistinctBy(Path.GetFullPath, StringComparer.Ordinal);

    private static List<string> Named(string word)
    {
        var found = Found(word);
        if (found.Count > 0) return found;
        throw new RunFolderException(Directory.Exists(word)
            ? $"{word} is no run folder and has none below it: there is no run.json."
            : $"No run matches {word}. A pattern is matched against run folders; * stands for any name, ** for any folders.");
    }

    private static List<string> Found(string word)
    {
        if (Directory.Exists(word)) return [.. RunCatalog.Find(word).Order(StringComparer.Ordinal)];
        return word.Contains(Any)
            ? [.. Matches(word).Order(StringComparer.Ordinal)]
            : throw new RunFolderException($"{word} is no run folder: there is no such folder.");
    }

    private static IEnumerable<string> Matches(string pattern)
    {
        var fixedPart = pattern[..(pattern[..pattern.IndexOf(Any)].LastIndexOf('/') + 1)];
        var root = fixedPart.Length == 0 ? "." : fixedPart;
        if (!Directory.Exists(root)) return [];
        var open = pattern[fixedPart.Length..].TrimEnd('/');
        var matcher = new Matcher(StringComparison.Ordinal).AddInclude($"{open}/{ManifestName}").AddInclude($"{open}/**/{ManifestName}");
        return matcher.GetResultsInFullPath(root).Select(file => Shown(Path.GetDirectoryName(file)!, root, fixedPart));
    }

    // As it was asked for: below the current folder without the path of that.
    private static string Shown(string path, string root, string fixedPart) => fixedPart + Path.GetRelativePath(root, path);
}
