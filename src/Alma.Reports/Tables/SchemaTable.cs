using Alma.Reports.Queries;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>The tables that queries can name, with their columns.</summary>
public static class SchemaTable
{
    public static IRenderable Of(IEnumerable<StoredTable> tables) => new Rows(tables.SelectMany(Parts));

    private static IEnumerable<IRenderable> Parts(StoredTable table)
    {
        var columns = new Grid().AddColumns(3);
        foreach (var column in table.Columns) columns.AddRow(new Text($"  {column.Name}"), new Text(column.Type), new Text(column.Meaning));
        return [new Text($"{table.Name}: {table.Meaning}"), columns, new Text("")];
    }
}
