namespace Alma.Learning.Datasets;

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
        byte[] Values(DatasetFile file) => ReadChecked(entry, file, folder, checksums);
        ImageSet Images(DatasetFile images, DatasetFile labels) =>
            new(Values(images), Values(labels), entry.Shape.Channels, entry.Shape.Height, entry.Shape.Width);
        return new(
            entry.Name,
            entry.ClassCount,
            Images(files.TrainImages, files.TrainLabels),
            Images(files.TestImages, files.TestLabels),
            entry.Normalisation,
            checksums);
    }

    private static byte[] ReadChecked(DatasetEntry entry, DatasetFile file, DatasetFolder folder, Dictionary<string, string> checksums)
    {
        var path = folder.Locate(entry, file) ?? throw Missing(entry, file, folder);
        var idx = IdxFile.Read(path, entry.Remedy);
        var sha256 = idx.ComputeSha256();
        if (IdxVerification.Differences(idx, sha256, file, entry.ClassCount).FirstOrDefault() is { } difference)
            throw DatasetException.Wrong(path, difference.Found, difference.Expected, entry.Remedy);
        checksums[file.Name] = sha256;
        return idx.Values;
    }

    private static DatasetException Missing(DatasetEntry entry, DatasetFile file, DatasetFolder folder) => new(
        $"{entry.Name}: there is no {file.Name} (plain or .gz) in {folder.RawFolder(entry)} nor in {folder.FullPath}. {entry.Remedy}");
}
