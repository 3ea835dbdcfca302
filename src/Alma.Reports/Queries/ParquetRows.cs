using DuckDB.NET.Data;

namespace Alma.Reports.Queries;

/// <summary>Rows of texts and numbers as a Parquet file.</summary>
public static class ParquetRows
{
    /// <param name="path">Of a file that is there, and is written over.</param>
    /// <param name="rows">A text or a float for each column; the first row says which.</param>
    /// <exception cref="QueryException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            using var read = rows.GetEnumerator();
            var has = read.MoveNext();
            var types = columns.Select((_, k) => has && read.Current[k] is float ? "FLOAT" : "VARCHAR");
            Execute(connection, $"CREATE TABLE written ({string.Join(", ", columns.Zip(types, (name, type) => $"\"{name}\" {type}"))})");
            using (var appender = connection.CreateAppender("written"))
                for (; has; has = read.MoveNext()) Append(appender.CreateRow(), read.Current);
            var quoted = path.Replace("'", "''", StringComparison.Ordinal);
            Execute(connection, $"COPY written TO '{quoted}' (FORMAT parquet, USE_TMP_FILE false)");
        }
        catch (DuckDBException refused)
        {
            throw new QueryException($"{path} could not be written ({refused.Message.Split('\n')[0].TrimEnd('.')}).", refused);
        }
    }

    private static void Append(IDuckDBAppenderRow row, IReadOnlyList<object?> cells)
    {
        foreach (var cell in cells)
        {
            if (cell is float number) row.AppendValue((float?)number);
            else row.AppendValue(cell?.ToString());
        }

        row.EndRow();
    }

    private static void Execute(DuckDBConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
