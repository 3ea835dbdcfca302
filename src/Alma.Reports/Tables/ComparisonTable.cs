using Alma.Reports.Comparison;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>Comparisons for a console, one for each data set: their tables below each other.</summary>
public static class ComparisonTable
{
    public static IRenderable Of(IReadOnlyList<ComparedRuns> sets) =>
        new Rows(sets.SelectMany((compared, k) => k == 0 ? (IRenderable[])[Of(compared)] : [Text.Empty, Of(compared)]));

    private static Rows Of(ComparedRuns compared)
    {
        IRenderable[] single = compared.Groups.Count == 1 ? [new Text("There is one group only: nothing to compare it with.")] : [];
        return new Rows([new Text(ComparisonText.Summary(compared)), .. ComparisonText.Of(compared).SelectMany(Lines), .. single]);
    }

    private static IEnumerable<IRenderable> Lines(TextTable table) =>
        [Text.Empty, new Text($"{table.Title}:"), new FittingTable(Lay(table), new Rows(table.Parts().Select(Lay)))];

    private static Table Lay(TextTable table)
    {
        var laid = new Table { Border = HeadRule.Line };
        laid.AddColumns([.. table.Columns.Select(column => column.IsNumber ? Column.Number(column.Name) : Column.Text(column.Name))]);
        foreach (var row in table.Rows) laid.AddRow(row.Select(cell => new Text(cell)));
        return laid;
    }
}
