using System.Globalization;
using System.Numerics;
using Alma.Reports.Queries;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>The answer to a query for people: numbers to the right with six digits, and no more rows than can be read.</summary>
public static class QueryTable
{
    /// <summary>More rows than these are for a file.</summary>
    public const int MaxRows = 1000;

    /// <param name="advice">How to get all rows, where these are too many.</param>
    public static IRenderable Of(QueryResult result, string? advice = null)
    {
        var rowCount = 0;
        var shown = new List<IReadOnlyList<object?>>();
        foreach (var row in result.Rows)
            if (rowCount++ < MaxRows) shown.Add(row);
        ConsoleColumn[] columns = [.. result.Columns.Select((name, k) =>
            shown.Exists(row => IsNumber(row[k])) ? ConsoleColumn.Number(name) : ConsoleColumn.Text(name))];
        var table = new ConsoleTable(
            columns, [.. shown.Select(row => (ConsoleCell[])[.. row.Select(value => new ConsoleCell(Shown(value)))])]);
        return new Rows([table, new WrappedText(Ending(rowCount, advice))]);
    }

    private static string Ending(int rowCount, string? advice) => rowCount switch
    {
        1 => "1 row",
        <= MaxRows => $"{Units.Count(rowCount)} rows",
        _ => $"{Units.Count(rowCount)} rows, of which the first {Units.Count(MaxRows)} are shown{(advice is null ? "" : $": {advice}")}",
    };

    private static string Shown(object? value) => value switch
    {
        null => Units.Missing,
        double number when double.IsFinite(number) => number.ToString(
            Math.Abs(number) is >= 1e6 and < 1e15 && number == Math.Floor(number) ? "0" : "G6", CultureInfo.InvariantCulture),
        _ => CellText.Of(value),
    };

    private static bool IsNumber(object? value) => value
        is double or float or decimal or sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger or ExactNumber;
}
