using Alma.Learning.Datasets;
using Spectre.Console;

namespace Alma.Cli.Display;

/// <summary>The data sets of the catalog, and whether they are in the data folder.</summary>
internal static class DatasetTable
{
    public static void Show(string dataFolder)
    {
        var folder = new DatasetFolder(dataFolder);
        var grid = new Grid().AddColumns(4);
        foreach (var entry in DatasetCatalog.Entries)
        {
            var state = entry.Files is not { } files ? "built in" : files.All.All(file => folder.Locate(entry, file) is not null) ? "there" : "not fetched";
            grid.AddRow(new Text(entry.Name), new Text(state), new Text($"{entry.TrainCount:N0} + {entry.TestCount:N0}"), new Text(entry.Description));
        }
        Terminal.Out.Write(grid);
        Terminal.Out.WriteLine($"Data folder: {folder.FullPath}");
    }
}
