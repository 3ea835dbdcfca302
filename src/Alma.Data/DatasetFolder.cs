namespace Alma.Data;

/// <summary>
/// A data folder in torchvision's layout, <c>MNIST/raw/train-images-idx3-ubyte</c>, each file in any of its forms, so plain or
/// <c>.gz</c>; files that lie directly in the data folder, or where other programs put them, are found too, however they are spelled.
/// </summary>
public sealed class DatasetFolder
{
    /// <summary>The folder in it for data sets that were imported.</summary>
    public const string OwnName = "own";

    /// <param name="dataFolder">A leading <c>~/</c> is the home folder.</param>
    public DatasetFolder(string dataFolder)
    {
        if (string.IsNullOrEmpty(dataFolder) || dataFolder.Contains('\0'))
            throw new DatasetException($"The data folder is '{dataFolder}', which is no path.");
        FullPath = Path.GetFullPath(WithHome(dataFolder, Variable));
    }

    public string FullPath { get; }

    /// <summary>
    /// A variable of this process, or null where it is empty; where there is no <c>HOME</c>, what the system knows as the user's home.
    /// </summary>
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : name == "HOME" && Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } home ? home : null;

    /// <summary><c>ALMA_DATA</c>, or else <c>~/.alma/data</c>.</summary>
    /// <param name="environment">A variable's value or null, as <see cref="Environment.GetEnvironmentVariable(string)"/> gives.</param>
    public static string DefaultPath(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return WithHome(environment("ALMA_DATA") is { Length: > 0 } chosen ? chosen : "~/.alma/data", environment);
    }

    /// <summary>Where a fetch puts the files of <paramref name="entry"/>, which is not built in.</summary>
    public string FetchFolder(DatasetEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Path.Combine(FullPath, entry.Folders[0]);
    }

    /// <summary>The file in the first of the places that have it, or null.</summary>
    public StoredFile? Locate(DatasetEntry entry, DatasetFile file)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(file);
        return PlacesOf(entry).Select(folder => StoredFile.In(folder, file)).FirstOrDefault(stored => stored is not null);
    }

    /// <summary>
    /// The folders that may hold the files of <paramref name="entry"/>: where a fetch puts them,
    /// the others that are there, and the data folder itself.
    /// </summary>
    internal IEnumerable<string> PlacesOf(DatasetEntry entry) =>
    [
        .. entry.Folders.Concat(entry.FurtherFolders)
            .Select((folder, k) => FileSpelling.FindFolder(FullPath, folder) ?? (k == 0 ? Path.Combine(FullPath, folder) : null))
            .OfType<string>()
            .Distinct(),
        FullPath,
    ];

    private static string WithHome(string path, Func<string, string?> environment)
    {
        if (path != "~" && !path.StartsWith("~/", StringComparison.Ordinal)) return path;
        var home = environment("HOME") ?? environment("USERPROFILE")
            ?? throw new DatasetException($"'{path}': neither HOME nor USERPROFILE is set. Give the data folder in full.");
        return Path.Join(home, path[1..]);
    }
}
