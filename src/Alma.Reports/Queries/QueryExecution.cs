namespace Alma.Reports.Queries;

/// <summary>Answers a user's statement: its values as they can be read or kept, row by row, without holding them all.</summary>
internal sealed class QueryExecution(RunDatabase database)
{
    // An answer of fewer rows is there in full before any is handed on.
    private const int RowsReadFirst = 10_000;
    private const string View = "loaded.answer";
    private const string Held = "loaded.held";

    /// <summary>Whether rows were handed on while others were still to come: then nothing can be begun anew.</summary>
    public bool HasBegun { get; private set; }

    /// <exception cref="QueryException">DuckDB refuses.</exception>
    public T Ask<T>(string sql, Func<QueryResult, T> read)
    {
        if (Prepared(sql) is not { } columns)
            return database.Ask(sql, answer => read(answer with { Columns = AnswerColumn.Distinct(answer.Columns) }));
        var select = $"SELECT {string.Join(", ", columns.Select((column, k) => column.ToRead($"c{k}")))} FROM {View}";
        // Files may vanish or prove damaged: what is read from them is read to the end first.
        if (ReadsFiles(select))
        {
            database.Execute($"CREATE TABLE {Held} AS {select}");
            select = $"FROM {Held}";
        }

        return database.Ask(
            select, answer => read(new QueryResult([.. columns.Select(column => column.Name)], Rows(columns, answer))), isStreamed: true);
    }

    /// <summary>Writes the answer as a file.</summary>
    /// <returns>How many rows it has.</returns>
    /// <exception cref="QueryException">DuckDB refuses.</exception>
    public long Copy(string sql, string path, TableFormat format)
    {
        if (Prepared(sql) is not { } columns)
        {
            database.Execute($"CREATE TEMP TABLE answer AS {sql}");
            return database.Copy("answer", path, format);
        }

        return database.Copy(
            $"(SELECT {string.Join(", ", columns.Select((column, k) => column.ToKeep($"c{k}")))} FROM {View})", path, format);
    }

    // As a view a statement can be asked again with its values changed, whatever it ends with. What cannot be one is asked as it stands.
    private List<AnswerColumn>? Prepared(string sql)
    {
        try
        {
            var described = database.Ask(
                $"DESCRIBE {sql}", answer => answer.Rows.Select(row => ((string)row[0]!, (string)row[1]!)).ToList());
            var names = AnswerColumn.Distinct(described.ConvertAll(column => column.Item1));
            database.Execute($"CREATE VIEW {View}({string.Join(", ", names.Select((_, k) => $"c{k}"))}) AS {sql}");
            return [.. described.Select((column, k) => new AnswerColumn(names[k], column.Item2))];
        }
        catch (QueryException)
        {
            return null;
        }
    }

    private bool ReadsFiles(string select) => database.Ask($"EXPLAIN {select}", answer =>
        answer.Rows.Any(row => row.Any(cell => cell is string text && text.Contains("READ_JSON", StringComparison.Ordinal))));

    private IEnumerable<IReadOnlyList<object?>> Rows(List<AnswerColumn> columns, QueryResult answer)
    {
        int[] converted = [.. Enumerable.Range(0, columns.Count).Where(k => !columns[k].IsWhole)];
        var rows = (converted.Length == 0 ? answer.Rows : answer.Rows.Select(row => Converted(row, columns, converted))).GetEnumerator();
        var first = new List<IReadOnlyList<object?>>();
        while (first.Count < RowsReadFirst && rows.MoveNext()) first.Add(rows.Current);
        return first.Concat(Rest(rows));
    }

    private static object?[] Converted(IReadOnlyList<object?> row, List<AnswerColumn> columns, int[] places)
    {
        object?[] values = [.. row];
        foreach (var k in places) values[k] = columns[k].Value(values[k]);
        return values;
    }

    private IEnumerable<IReadOnlyList<object?>> Rest(IEnumerator<IReadOnlyList<object?>> rows)
    {
        HasBegun = true;
        while (rows.MoveNext()) yield return rows.Current;
    }
}
