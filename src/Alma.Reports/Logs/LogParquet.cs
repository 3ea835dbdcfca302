using Alma.Files;
using Alma.Reports.Queries;
using Alma.Runs;
using DuckDB.NET.Data;

namespace Alma.Reports.Logs;

/// <summary>Writes a <see cref="LogTable"/> as a Parquet file.</summary>
internal static class LogParquet
{
    public static void Write(LogTable table, string path)
    {
        using var output = OutputFile.At(path);
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            Execute(
                connection,
                $"CREATE TABLE log ({string.Join(", ", table.Columns.Select(column => $"{Named(column.Name)} {TypeOf(column)}"))})");
            Fill(connection, table);
            var file = ClosedDuckDb.Quoted(output.CreateTemporary());
            Execute(connection, $"COPY log TO {file} ({TableFormat.Parquet.Options}, USE_TMP_FILE false)");
        }
        catch (DuckDBException fault)
        {
            throw DatabaseFault.Of(fault);
        }

        output.Commit();
    }

    private static void Fill(DuckDBConnection connection, LogTable table)
    {
        using var appender = connection.CreateAppender("log");
        for (var k = 0; k < table.RowCount; k++)
        {
            var row = appender.CreateRow();
            foreach (var column in table.Columns) Append(row, column, k);
            row.EndRow();
        }
    }

    private static void Append(IDuckDBAppenderRow row, LogColumn column, int k) => _ = column switch
    {
        StringColumn text => row.AppendValue(text.Values[k]),
        WholeColumn whole => row.AppendValue(whole.Values[k]),
        NumberColumn number => row.AppendValue(number.Values[k]),
        _ => throw new NotSupportedException(column.Name),
    };

    private static string TypeOf(LogColumn column) => column switch { StringColumn => "VARCHAR", WholeColumn => "BIGINT", _ => "DOUBLE" };

    private static string Named(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Execute(DuckDBConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
