using System.Data.Common;

namespace Alma.Reports.Queries;

/// <summary>What a query came to.</summary>
/// <param name="Columns">Their names, each once.</param>
/// <param name="Rows">
/// A value per column: text, a number, a truth value, a time, a list, a map with text as keys, or null. A value of a type that .NET does
/// not hold in full, such as an infinite time, is its text; a number of too many digits an <see cref="ExactNumber"/>.
/// </param>
public sealed record QueryResult(IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows)
{
    /// <summary>The rows can be read once, while the reader is open.</summary>
    internal static QueryResult Of(DbDataReader reader) =>
        new([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], Read(reader));

    private static IEnumerable<IReadOnlyList<object?>> Read(DbDataReader reader)
    {
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var k = 0; k < row.Length; k++) row[k] = Value(reader, k);
            yield return row;
        }
    }

    private static object? Value(DbDataReader reader, int place)
    {
        try
        {
            return reader.IsDBNull(place) ? null : reader.GetValue(place);
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidCastException or InvalidOperationException
            or NotSupportedException or ArithmeticException or FormatException)
        {
            throw new QueryException($"A value of column {reader.GetName(place)} cannot be read: make it text, with ::VARCHAR.", fault);
        }
    }
}

/// <summary>A number that no type of .NET holds whole, by its digits.</summary>
/// <param name="Digits">As JSON has them.</param>
public sealed record ExactNumber(string Digits)
{
    /// <param name="text">Which may lack the zero before the point.</param>
    internal static ExactNumber Of(string text) =>
        new(text.StartsWith('.') ? $"0{text}" : text.StartsWith("-.", StringComparison.Ordinal) ? $"-0{text[1..]}" : text);

    public override string ToString() => Digits;
}
