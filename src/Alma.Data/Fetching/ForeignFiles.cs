namespace Alma.Data.Fetching;

/// <summary>Keeps downloads out of folders that are no data folders: somebody's pictures, a home, a project.</summary>
internal static class ForeignFiles
{
    /// <summary>A file by which a folder says that it is a data folder, whatever else is in it.</summary>
    public const string Marker = ".alma-data";

    private const int MostShown = 3;

    /// <exception cref="DatasetException">The folder holds what is of no data set, and no marker.</exception>
    public static void Refuse(DatasetEntry entry, DatasetFolder folder)
    {
        if (!Directory.Exists(folder.FullPath) || File.Exists(Path.Combine(folder.FullPath, Marker))) return;
        var known = KnownNames([.. DatasetCatalog.Entries, entry]);
        List<string> foreign =
        [
            .. Directory.EnumerateFileSystemEntries(folder.FullPath).Select(path => Path.GetFileName(path))
                .Where(name => name[0] != '.' && !known.Contains(FileSpelling.Spelled(name)))
                .Order(StringComparer.Ordinal),
        ];
        if (foreign.Count == 0) return;
        var more = foreign.Count > MostShown ? ", ..." : "";
        throw new DatasetException(
            $"{folder.FullPath} holds other files than data sets ({string.Join(", ", foreign.Take(MostShown))}{more}), so {entry.Name} "
            + "is not fetched into it.")
        {
            Need = new DatasetNeed.EmptyFolder(Marker),
        };
    }

    private static HashSet<string> KnownNames(DatasetEntry[] entries)
    {
        var ofFiles = entries.SelectMany(entry => entry.Files?.All ?? [])
            .SelectMany(file => file.Forms.SelectMany(form => form.Members).Append(file.Name).Append(file.Name + ".gz"));
        var ofFolders = entries.SelectMany(entry => entry.Folders.Concat(entry.FurtherFolders)).Select(path => path.Split('/')[0]);
        var ofArchives = entries.SelectMany(entry => entry.Origins.OfType<WebArchive>()).Select(archive => archive.FileName);
        return [.. ofFiles.Concat(ofFolders).Concat(ofArchives).Append(DatasetFolder.OwnName).Select(FileSpelling.Spelled)];
    }
}
