using System.Buffers;
using System.Collections;
using System.Globalization;

namespace Alma.Reports.Queries;

/// <summary>Rows as comma-separated values (RFC 4180), with a head.</summary>
public static class CsvText
{
    private const int LongestNumber = 64;
    private static readonly SearchValues<char> quotedLetters = SearchValues.Create(",\"\r\n");

    public static void Write(TextWriter text, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        Line(text, columns);
        foreach (var row in rows) Line(text, row);
    }

    private static void Line(TextWriter text, IReadOnlyList<object?> cells)
    {
        Span<char> digits = stackalloc char[LongestNumber];
        for (var k = 0; k < cells.Count; k++)
        {
            if (k > 0) text.Write(',');
            if (IsNumber(cells[k], digits, out var length)) text.Write(digits[..length]);
            else text.Write(Cell(CellText.Of(cells[k])));
        }

        text.Write('\n');
    }

    // Answers of millions of rows are mostly numbers: these need no text of their own.
    private static bool IsNumber(object? cell, Span<char> digits, out int length)
    {
        length = 0;
        return cell switch
        {
            long number => number.TryFormat(digits, out length, default, CultureInfo.InvariantCulture),
            int number => number.TryFormat(digits, out length, default, CultureInfo.InvariantCulture),
            double number => number.TryFormat(digits, out length, default, CultureInfo.InvariantCulture),
            decimal number => number.TryFormat(digits, out length, default, CultureInfo.InvariantCulture),
            float number => number.TryFormat(digits, out length, default, CultureInfo.InvariantCulture),
            _ => false,
        };
    }

    /// <summary>A cell, in quotes where it needs them.</summary>
    internal static string Cell(string cell) =>
        cell.AsSpan().ContainsAny(quotedLetters) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}

/// <summary>Values of a query as text that programs read: full precision, times in ISO 8601.</summary>
internal static class CellText
{
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "true" : "false",
        DateTime time =>
            time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{Of(key)}: {OfPart(map[key])}"))}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(OfPart))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string OfPart(object? value) => value is null ? "null" : Of(value);
}
