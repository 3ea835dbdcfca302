namespace Alma.Data;

/// <summary>
/// Finds files and folders by the names under which people have them: letters in either case, and a dot, an underscore or a space where
/// the name has a hyphen, as in <c>train-images.idx3-ubyte</c>. An unpacker may have put a file into a folder of its own name.
/// </summary>
internal static class FileSpelling
{
    private const string Gzip = ".gz";

    /// <summary>The file of that name in a folder, the one that is spelled so first; or null.</summary>
    public static string? FindFile(string folder, string name)
    {
        if (FindHere(folder, name) is { } file) return file;
        var inFoldersOf = name.EndsWith(Gzip, StringComparison.Ordinal) ? name[..^Gzip.Length] : name;
        return new[] { inFoldersOf, inFoldersOf + Gzip }
            .SelectMany(own => Entries(folder, own, Directory.EnumerateDirectories))
            .Select(own => FindHere(own, name))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>The folder at a path of names below another, or null.</summary>
    public static string? FindFolder(string root, string path)
    {
        var exact = Path.Combine(root, path);
        if (Directory.Exists(exact)) return exact;
        var (first, rest) = path.Split('/', 2) is [var head, var tail] ? (head, tail) : (path, null);
        return Entries(root, first, Directory.EnumerateDirectories)
            .Select(folder => rest is null ? folder : FindFolder(folder, rest))
            .FirstOrDefault(found => found is not null);
    }

    private static string? FindHere(string folder, string name)
    {
        var exact = Path.Combine(folder, name);
        return File.Exists(exact) ? exact : Entries(folder, name, Directory.EnumerateFiles).FirstOrDefault();
    }

    private static IEnumerable<string> Entries(string folder, string name, Func<string, IEnumerable<string>> list)
    {
        if (!Directory.Exists(folder)) return [];
        try
        {
            return [.. list(folder).Where(path => Spelled(Path.GetFileName(path)) == Spelled(name)).Order(StringComparer.Ordinal)];
        }
        catch (UnauthorizedAccessException)
        {
            return []; // what may not be looked into has nothing for us
        }
    }

    /// <summary>What all spellings of a name have in common.</summary>
    public static string Spelled(string name) => name.ToUpperInvariant().Replace('.', '-').Replace('_', '-').Replace(' ', '-');
}
