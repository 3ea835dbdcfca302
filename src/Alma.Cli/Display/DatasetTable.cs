using Alma.Data;
using Alma.Data.Stores;

namespace Alma.Cli.Display;

/// <summary>The data sets of the catalog, and whether they are in the data folder.</summary>
internal static class DatasetTable
{
    public static void Print(string dataFolder)
    {
        var folder = new DatasetFolder(dataFolder);
        Terminal.Out.Write(PlainRows.Of([.. DatasetCatalog.Entries.Select(entry => (string[])
        [
            entry.Name,
            entry.Files is not { } files ? "built in"
                : files.All.All(file => folder.Locate(entry, file) is not null) ? "there"
                : "not fetched",
            $"{entry.TrainCount:N0} + {entry.TestCount:N0}",
            entry.Description,
        ])]));
        ShowOwn(new StoreFolder(dataFolder));
        Terminal.Out.WriteLine($"Data folder: {folder.FullPath}");
    }

    private static void ShowOwn(StoreFolder folder)
    {
        var rows = folder.Names().Select(name => Row(folder, name)).ToList();
        if (rows.Count == 0) return;
        Terminal.Out.WriteLine("Imported:");
        Terminal.Out.Write(PlainRows.Of(rows));
    }

    private static string[] Row(StoreFolder folder, string name)
    {
        try
        {
            var manifest = folder.Open(name).Manifest;
            var tested = manifest.Dumps.Sum(dump => dump.TestCount);
            var what = manifest.Shape is { } shape
                ? $"Images of {shape.Channels} x {shape.Height} x {shape.Width}"
                : $"A table of {manifest.Columns.Count} columns";
            return
            [
                name, Counted(manifest.Dumps.Count, "dump"), $"{manifest.Dumps.Sum(dump => dump.Count) - tested:N0} + {tested:N0}",
                $"{what}, {manifest.Classes.Count} classes",
            ];
        }
        catch (DatasetException damaged)
        {
            return [name, "damaged", "", Remedies.Message(damaged)];
        }
    }

    private static string Counted(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
