using Alma.Reports.Tables;
using Spectre.Console.Rendering;

namespace Alma.Cli.Display;

/// <summary>Rows of words without a head, the last of each a text that is wrapped.</summary>
internal static class PlainRows
{
    public static IRenderable Of(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var count = rows.Count == 0 ? 1 : rows[0].Count;
        ConsoleColumn[] columns = [.. Enumerable.Repeat(ConsoleColumn.Word(""), count - 1), ConsoleColumn.Text("")];
        return new ConsoleTable(columns, [.. rows.Select(row => (ConsoleCell[])[.. row.Select(cell => new ConsoleCell(cell))])])
        {
            HasHead = false
        };
    }
}
