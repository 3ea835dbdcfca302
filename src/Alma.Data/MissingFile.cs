namespace Alma.Data;

/// <summary>Says of a dataset's file that is in none of its places what was looked for, where, and what is there instead.</summary>
internal static class MissingFile
{
    private const int MostShown = 8;

    public static DatasetException Of(DatasetEntry entry, DatasetFile file, DatasetFolder folder)
    {
        var names = string.Join(", ", file.Forms.Select(form => string.Join(" with ", form.Members)).Distinct());
        var places = string.Join("; ", folder.PlacesOf(entry).Select(There));
        return new DatasetException(
            $"{entry.Name}: there is no {file.Name} (plain or .gz) in {folder.FetchFolder(entry)} nor in {folder.FullPath}. "
            + $"Looked for {names}, also in upper case, with dots for hyphens or in a folder of that name, in {places}.")
        {
            Need = entry.Need,
        };
    }

    private static string There(string folder)
    {
        if (!Directory.Exists(folder)) return $"{folder} (there is no such folder)";
        try
        {
            var all = Directory.EnumerateFileSystemEntries(folder)
                .Select(path => Path.GetFileName(path) + (Directory.Exists(path) ? "/" : ""))
                .Order(StringComparer.Ordinal)
                .ToList();
            var more = all.Count > MostShown ? $" and {all.Count - MostShown} more" : "";
            return all.Count == 0 ? $"{folder} (empty)" : $"{folder} (has {string.Join(", ", all.Take(MostShown))}{more})";
        }
        catch (UnauthorizedAccessException)
        {
            return $"{folder} (which may not be read)";
        }
    }
}
