using Alma.Learning.Datasets;

namespace Alma.Cli.Display;

/// <summary>The data sets of the catalog, and whether they are in the data folder.</summary>
internal static class DatasetTable
{
    public static void Show(string dataFolder)
    {
        var folder = new DatasetFolder(dataFolder);
        Terminal.Out.Write(PlainRows.Of([.. DatasetCatalog.Entries.Select(entry => (string[])
        [
            entry.Name,
            entry.Files is not { } files ? "built in" : files.All.All(file => folder.Locate(entry, file) is not null) ? "there" : "not fetched",
            $"{entry.TrainCount:N0} + {entry.TestCount:N0}",
            entry.Description,
        ])]));
        Terminal.Out.WriteLine($"Data folder: {folder.FullPath}");
    }
}
