using System.Buffers;

namespace Alma.Reports.Queries;

/// <summary>Rows as comma-separated values (RFC 4180), with a head.</summary>
public static class CsvText
{
    private static readonly SearchValues<char> quotedLetters = SearchValues.Create(",\"\r\n");

    public static void Write(TextWriter text, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        Line(text, columns);
        foreach (var row in rows) Line(text, row);
    }

    private static void Line(TextWriter text, IReadOnlyList<object?> cells)
    {
        for (var k = 0; k < cells.Count; k++)
        {
            if (k > 0) text.Write(',');
            text.Write(Cell(CellText.Of(cells[k])));
        }

        text.Write('\n');
    }

    /// <summary>A cell, in quotes where it needs them.</summary>
    internal static string Cell(string cell) =>
        cell.AsSpan().ContainsAny(quotedLetters) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
