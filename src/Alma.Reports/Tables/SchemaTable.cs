using Alma.Reports.Queries;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>The tables that queries can name, with their columns.</summary>
public static class SchemaTable
{
    private static readonly ConsoleColumn[] columns = [ConsoleColumn.Word(""), ConsoleColumn.Word(""), ConsoleColumn.Text("")];

    public static IRenderable Of(IEnumerable<StoredTable> tables) => new Rows(tables.SelectMany(Parts));

    private static IEnumerable<IRenderable> Parts(StoredTable table) =>
    [
        new WrappedText($"{table.Name}: {table.Meaning}"),
        new ConsoleTable(columns, [.. table.Columns.Select(column => (ConsoleCell[])[$"  {column.Name}", column.Type, column.Meaning])])
        {
            HasHead = false
        },
        new WrappedText(""),
    ];
}
