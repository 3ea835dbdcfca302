using Alma.Runs.Catalog;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>The runs under a folder, one a row, and below them what is wrong with those that cannot be read.</summary>
public static class RunListTable
{
    private static readonly ConsoleColumn[] columns =
        [
            ConsoleColumn.Text("run"),
            ConsoleColumn.Word("state"),
            ConsoleColumn.Number("megabatches"),
            ConsoleColumn.Number("accuracy"),
            ConsoleColumn.Number("started (UTC)")
        ];

    public static IRenderable Of(IReadOnlyList<CatalogEntry> runs) =>
        new Rows([new ConsoleTable(columns, [.. runs.Select(Cells)]), .. Problems(runs)]);

    private static IReadOnlyList<ConsoleCell> Cells(CatalogEntry run) =>
    [
        run.Path,
        new(StateText.Name(run.State), StateText.Style(run.State)),
        run.Manifest is { } manifest ? $"{manifest.MegabatchesDone}/{manifest.MegabatchesTotal}" : Units.Missing,
        Units.Percent(run.TestAccuracy),
        Units.Moment(run.Manifest?.Started),
    ];

    private static IEnumerable<IRenderable> Problems(IEnumerable<CatalogEntry> runs) =>
        from run in runs where run.Problem is not null select new WrappedText(run.Problem!);
}
