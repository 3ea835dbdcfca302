namespace Alma.Data.Imports;

/// <summary>
/// What is in folders, in the order of names, without what is hidden. Links are counted and not followed: they may lead anywhere, and round
/// in a circle.
/// </summary>
internal sealed class FolderEntries
{
    private string? firstLink;

    /// <summary>How many links were met.</summary>
    public int LinkCount { get; private set; }

    /// <summary>A sentence on links that were met; none where there were none.</summary>
    public IEnumerable<string> Warnings => firstLink is null
        ? []
        : [$"Left out {LinkCount} link{(LinkCount == 1 ? "" : "s")}, such as {firstLink}: links are not followed. Put the files there."];

    public List<string> Folders(string path) => Real(Directory.EnumerateDirectories(path));

    public List<string> Files(string path) => Real(Directory.EnumerateFiles(path));

    private List<string> Real(IEnumerable<string> entries)
    {
        var real = new List<string>();
        foreach (var entry in entries.Where(entry => Path.GetFileName(entry)[0] != '.').Order(StringComparer.Ordinal))
        {
            if (IsLink(entry)) Count(entry);
            else real.Add(entry);
        }

        return real;
    }

    private static bool IsLink(string path) => (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;

    private void Count(string link)
    {
        firstLink ??= link;
        LinkCount++;
    }
}
