namespace Alma.Data;

/// <summary>Reads a dataset into memory, checking every file's shape, labels and checksum: a stream starts from what it returns.</summary>
public static class DatasetLoader
{
    /// <exception cref="DatasetException">The name is unknown, or a file is missing or wrong.</exception>
    public static ImageDataset Load(string name, string dataFolder) => Load(DatasetCatalog.Find(name), dataFolder);

    /// <exception cref="DatasetException">A file is missing or wrong.</exception>
    public static ImageDataset Load(DatasetEntry entry, string dataFolder)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Files is not { } files) return DigitsDataset.Load();
        var folder = new DatasetFolder(dataFolder);
        var checksums = new Dictionary<string, string>();
        var (train, test) = files.Assemble(entry.Shape, file => ReadChecked(entry, file, folder, checksums));
        return new(entry.Name, entry.ClassCount, train, test, entry.Normalisation, checksums)
        {
            ClassNames = entry.ClassNames,
            Licence = entry.Licence,
        };
    }

    private static byte[] ReadChecked(DatasetEntry entry, DatasetFile file, DatasetFolder folder, Dictionary<string, string> checksums)
    {
        var stored = folder.Locate(entry, file) ?? throw MissingFile.Of(entry, file, folder);
        try
        {
            var content = file.Read(stored);
            if (content.Differences is [var difference, ..])
                throw DatasetException.Wrong(stored.Path, difference.Found, difference.Expected);
            checksums[file.Name] = content.Sha256;
            return content.Values;
        }
        catch (DatasetException wrong)
        {
            wrong.Need = entry.Need;
            throw;
        }
    }
}
