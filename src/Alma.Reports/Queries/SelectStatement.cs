using System.Text.Json;

namespace Alma.Reports.Queries;

/// <summary>
/// Tells whether a text is one SELECT statement that reads nothing but tables: DuckDB's own parser takes it apart. Statements that would
/// write (COPY, EXPORT) or change how DuckDB is closed are no SELECT, and table functions, which may open files, are refused but for a few.
/// </summary>
internal static class SelectStatement
{
    private static readonly string[] harmless =
    [
        "range", "generate_series", "unnest", "json_each", "json_tree", "duckdb_columns", "duckdb_tables", "duckdb_views",
        "duckdb_functions"
    ];

    /// <param name="advice">How to see which tables there are.</param>
    /// <exception cref="QueryException">It is something else; the message says what.</exception>
    public static void Check(RunDatabase database, string sql, string? advice)
    {
        var text = (string)database.AskOne("SELECT json_serialize_sql($1::VARCHAR)::VARCHAR", sql)!;
        using var parsed = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 100_000 });
        var root = parsed.RootElement;
        if (root.GetProperty("error").GetBoolean()) throw Refusal(root);
        var count = root.GetProperty("statements").GetArrayLength();
        if (count != 1) throw new QueryException($"Give one SELECT statement; these are {count}.");
        foreach (var function in TableFunctions(root).Except(harmless, StringComparer.OrdinalIgnoreCase))
            throw new QueryException(
                $"A query reads the tables of runs only: {function}() cannot be called.{(advice is null ? "" : $" {advice}")}");
    }

    private static QueryException Refusal(JsonElement root)
    {
        var message = root.GetProperty("error_message").GetString();
        return root.GetProperty("error_type").GetString() == "parser"
            ? new QueryException($"The SQL cannot be parsed: {message}{Place(root)}.")
            : new QueryException("A query reads only: give one SELECT statement. (A PIVOT needs its values: ON key IN (...).)");
    }

    private static string Place(JsonElement root) =>
        root.TryGetProperty("position", out var position) ? $", at letter {position.GetString()}" : "";

    // A walk without recursion: deep nesting must not run out of stack.
    private static HashSet<string> TableFunctions(JsonElement root)
    {
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Stack<JsonElement>([root]);
        while (open.TryPop(out var element))
        {
            if (element.ValueKind == JsonValueKind.Array) foreach (var item in element.EnumerateArray()) open.Push(item);
            if (element.ValueKind != JsonValueKind.Object) continue;
            if (element.TryGetProperty("type", out var type)
                && type.ValueKind == JsonValueKind.String
                && type.ValueEquals("TABLE_FUNCTION"))
                found.Add(element.GetProperty("function").GetProperty("function_name").GetString()!);
            foreach (var property in element.EnumerateObject()) open.Push(property.Value);
        }

        return found;
    }
}
