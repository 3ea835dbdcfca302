using Alma.Runs.Catalog;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>The runs under a folder, one a row, and below them what is wrong with those that cannot be read.</summary>
public static class RunListTable
{
    public static IRenderable Of(IReadOnlyList<CatalogEntry> runs)
    {
        var table = new Table { Border = HeadRule.Line };
        table.AddColumns(Column.Text("run"), Column.Text("state").NoWrap());
        table.AddColumns(Column.Number("megabatches"), Column.Number("accuracy"), Column.Number("started (UTC)"));
        foreach (var run in runs)
            table.AddRow(Cells(run));
        return new Rows([table, .. Problems(runs)]);
    }

    private static IRenderable[] Cells(CatalogEntry run) =>
    [
        new Text(run.Path),
        new Text(StateText.Name(run.State), StateText.Style(run.State)),
        new Text(run.Manifest is { } manifest ? $"{manifest.MegabatchesDone}/{manifest.MegabatchesTotal}" : "-"),
        new Text(Units.Percent(run.TestAccuracy)),
        new Text(Units.Moment(run.Manifest?.Started)),
    ];

    private static IEnumerable<IRenderable> Problems(IEnumerable<CatalogEntry> runs) =>
        from run in runs where run.Problem is not null select new Text(run.Problem!);
}
