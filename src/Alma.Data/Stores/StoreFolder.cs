using Alma.Files;

namespace Alma.Data.Stores;

/// <summary>
/// The folder <c>own</c> of a data folder, in which each imported data set has a folder of its name. Below it no link is followed.
/// </summary>
public sealed class StoreFolder
{
    private const int LongestName = 64;

    /// <param name="dataFolder">As <see cref="DatasetFolder"/> takes it.</param>
    public StoreFolder(string dataFolder) => FullPath = Path.Combine(new DatasetFolder(dataFolder).FullPath, DatasetFolder.OwnName);

    public string FullPath { get; }

    /// <summary>The names of the data sets that were imported, sorted.</summary>
    public IReadOnlyList<string> Names()
    {
        if (FileKinds.OfTarget(FullPath) != FileKind.Folder) return [];
        return [.. Directory.EnumerateDirectories(FullPath).Select(folder => Path.GetFileName(folder)).Where(Has)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a data set of that name was imported.</summary>
    public bool Has(string name) =>
        WhyNoName(name) is null
        && FileKinds.Of(PathOf(name)) == FileKind.Folder
        && FileKinds.Of(Path.Combine(PathOf(name), Store.ManifestName)) == FileKind.File;

    /// <summary>A data set, its manifest read and checked.</summary>
    /// <exception cref="DatasetException">There is none of that name, or what is there is none.</exception>
    public Store Open(string name)
    {
        if (WhyNoName(name) is { } reason) throw new DatasetException(reason);
        var kind = FileKinds.Of(PathOf(name));
        if (kind == FileKind.None) throw Unknown(name);
        if (kind != FileKind.Folder)
            throw new DatasetException($"{PathOf(name)}: found {FileKinds.Noun(kind)}, expected the folder of an imported data set.");
        return new Store(name, PathOf(name), ManifestFile.Read(Path.Combine(PathOf(name), Store.ManifestName)));
    }

    /// <summary>Removes a data set, with all its files.</summary>
    /// <exception cref="DatasetException">There is none of that name, or another process writes it.</exception>
    public void Remove(string name)
    {
        using var held = Hold(name);
        RefuseUnknown(name);
        // Gone at once and as a whole: what cannot be deleted any more is removed by the next who writes under that name.
        var aside = Aside(name);
        Directory.Move(PathOf(name), aside);
        FolderSync.Flush(FullPath);
        Directory.Delete(aside, recursive: true);
    }

    /// <summary>Gives a data set another name. Runs that learned from it go by the old one.</summary>
    /// <exception cref="DatasetException">
    /// There is none of that name, the new one is taken or no name, or another process writes it.
    /// </exception>
    public void Rename(string name, string to)
    {
        RefuseTaken(to);
        using var held = Hold(name);
        using var heldToo = Hold(to);
        RefuseUnknown(name);
        RefuseTaken(to);
        Directory.Move(PathOf(name), PathOf(to));
        FolderSync.Flush(FullPath);
    }

    internal string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>A place beside it that no name can be: what a killed process left there is worth nothing.</summary>
    internal string Aside(string name)
    {
        var aside = Path.Combine(FullPath, $".{name}.aside");
        var kind = FileKinds.Of(aside);
        if (kind == FileKind.Folder) Directory.Delete(aside, recursive: true);
        else if (kind != FileKind.None) File.Delete(aside);
        return aside;
    }

    /// <summary>Lets this process alone write under a name, until the result is disposed.</summary>
    /// <exception cref="DatasetException">It is no name, or another process writes there.</exception>
    internal IDisposable Hold(string name)
    {
        if (WhyNoName(name) is { } reason) throw new DatasetException(reason);
        var file = Path.Combine(FullPath, $".{name}.lock");
        try
        {
            Directory.CreateDirectory(FullPath);
            return OwnFile.Claim(file);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            var message = $"{PathOf(name)} is being written by another process, or cannot be written: {held.Message}";
            throw held is IOException ? new StoreHeldException(message, held) : new DatasetException(message, held);
        }
    }

    /// <exception cref="DatasetException">It is no name, or there is something of that name.</exception>
    internal void RefuseTaken(string name)
    {
        if (WhyNoName(name) is { } reason) throw new DatasetException(reason);
        if (FileKinds.Of(PathOf(name)) != FileKind.None)
            throw new DatasetException($"There is already a data set '{name}'.") { Need = new DatasetNeed.FreeName(name) };
    }

    private void RefuseUnknown(string name)
    {
        if (FileKinds.Of(PathOf(name)) != FileKind.Folder) throw Unknown(name);
    }

    private DatasetException Unknown(string name)
    {
        var names = Names();
        if (names.Count == 0)
            return new($"There is no data set '{name}' in {FullPath}: nothing was imported yet.") { Need = new DatasetNeed.Import() };
        var nearest = NearestNames.To(name, names);
        var suggestion = nearest.Length > 0 ? $"Did you mean {string.Join(" or ", nearest)}? " : "";
        return new($"There is no data set '{name}' in {FullPath}. {suggestion}Imported: {string.Join(", ", names)}.");
    }

    private static string? WhyNoName(string name)
    {
        if (name.Length is 0 or > LongestName
            || name[0] is '-'
            || !name.All(letter => letter is >= 'a' and <= 'z' or >= '0' and <= '9' or '-' or '_'))
            return $"'{name}' is no name for a data set: valid are up to {LongestName} of a-z, 0-9, - and _, not beginning with -.";
        return DatasetCatalog.Entries.Any(entry => entry.Name == name)
            ? $"'{name}' is a data set that Alma knows by itself. Take another name for your own."
            : null;
    }
}
