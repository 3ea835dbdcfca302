using System.Buffers;

namespace Alma.Reports.Queries;

/// <summary>Rows as comma-separated values (RFC 4180), with a head.</summary>
public static class CsvText
{
    private static readonly SearchValues<char> quotedLetters = SearchValues.Create(",\"\r\n");

    public static void Write(TextWriter text, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        Line(text, columns);
        foreach (var row in rows) Line(text, row.Select(CellText.Of));
    }

    private static void Line(TextWriter text, IEnumerable<string> cells)
    {
        text.Write(string.Join(',', cells.Select(Cell)));
        text.Write('\n');
    }

    /// <summary>A cell, in quotes where it needs them.</summary>
    internal static string Cell(string cell) =>
        cell.AsSpan().ContainsAny(quotedLetters) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
