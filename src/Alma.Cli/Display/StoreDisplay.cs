using System.Globalization;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Reports;
using Alma.Reports.Tables;

namespace Alma.Cli.Display;

/// <summary>Shows what is in an imported data set.</summary>
internal static class StoreDisplay
{
    private const int MaxDumps = 12;

    public static void Print(StoreSummary summary)
    {
        var (store, manifest) = (summary.Store, summary.Store.Manifest);
        var what = manifest.Shape is { } shape
            ? $"images of {shape.Channels} x {shape.Height} x {shape.Width}"
            : $"a table of {manifest.Columns.Count} columns";
        var (count, tested) = (manifest.Dumps.Sum(dump => dump.Count), manifest.Dumps.Sum(dump => dump.TestCount));
        Terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{store.Name}: {what}, {count:N0} examples, {tested:N0} of them to test on, {Units.Bytes(store.ByteCount)}, "
            + $"in {store.FullPath}"));
        if (manifest.Licence is { } licence) Terminal.Out.WriteLine($"Licence: {licence}");
        Terminal.Out.Write(Classes(summary));
        if (manifest.Kind == StoreKind.Table) Terminal.Out.Write(Columns(summary));
        else if (summary.Columns[0] is { Least: { } least, Most: { } most }) Terminal.Out.WriteLine($"Bytes of images: {least} to {most}");
        foreach (var doubt in summary.Doubts) Terminal.Out.WriteLine($"Look at this: {doubt}");
    }

    // The last dumps are what a user has just added.
    private static ConsoleTable Classes(StoreSummary summary)
    {
        var manifest = summary.Store.Manifest;
        var first = Math.Max(0, manifest.Dumps.Count - MaxDumps);
        ConsoleColumn[] columns =
        [
            ConsoleColumn.Name("class"), ConsoleColumn.Number(first > 0 ? $"all {manifest.Dumps.Count} dumps" : "all"),
            .. manifest.Dumps.Skip(first).Select(dump => ConsoleColumn.Number(dump.Name)),
        ];
        return new ConsoleTable(
            columns,
            [.. manifest.Classes.Select((name, label) => (ConsoleCell[])
            [
                new(name), Number(summary.CountOf(label)), .. summary.Counts.Skip(first).Select(dump => Number(dump[label])),
            ])]);
    }

    private static ConsoleTable Columns(StoreSummary summary) => new(
        [
            ConsoleColumn.Name("column"), ConsoleColumn.Word("kind"), ConsoleColumn.Text("values"), ConsoleColumn.Number("missing"),
        ],
        [.. summary.Columns.Select(column => (ConsoleCell[])
        [
            new(column.Name!), new(column.Kind.ToString().ToLowerInvariant()), new(Range(column)), Number(column.MissingCount),
        ])]);

    private static string Range(ColumnSummary column) => (column.Kind, column.Least) switch
    {
        (ColumnKind.Category, _) => $"{column.CategoryCount} categories",
        (_, null) => "none",
        (ColumnKind.Date, _) => $"{Day(column.Least.Value)} to {Day(column.Most!.Value)}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{column.Least} to {column.Most}"),
    };

    private static string Day(float days) => DateTime.UnixEpoch.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ConsoleCell Number(long count) => new(count.ToString("N0", CultureInfo.InvariantCulture));
}
