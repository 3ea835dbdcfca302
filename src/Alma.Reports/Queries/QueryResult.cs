using System.Data.Common;

namespace Alma.Reports.Queries;

/// <summary>What a query came to.</summary>
/// <param name="Columns">Their names, each once.</param>
/// <param name="Rows">A value per column: text, a number, a truth value, a time, a list, a map, or null.</param>
public sealed record QueryResult(IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows)
{
    /// <summary>The rows can be read once, while the reader is open.</summary>
    internal static QueryResult Of(DbDataReader reader) => new(Distinct([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]), Read(reader));

    private static IEnumerable<IReadOnlyList<object?>> Read(DbDataReader reader)
    {
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var k = 0; k < row.Length; k++) row[k] = reader.IsDBNull(k) ? null : reader.GetValue(k);
            yield return row;
        }
    }

    private static List<string> Distinct(List<string> names) =>
        [.. names.Select((name, k) => names.Take(k).Count(other => other == name) is var before and > 0 ? $"{name}_{before}" : name)];
}
