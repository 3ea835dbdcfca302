using DuckDB.NET.Data;

namespace Alma.Reports.Queries;

/// <summary>A query cannot be answered. The message, for people at the console, says why in one line.</summary>
public sealed class QueryException : Exception
{
    public QueryException(string message)
        : base(message)
    {
    }

    public QueryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>Turns DuckDB's complaint, of several lines with a mark below the place, into one line.</summary>
internal static class DatabaseFault
{
    private static readonly string[] signs = [RunViews.Damage, "JSON"];

    public static QueryException Of(DuckDBException fault)
    {
        var lines = fault.Message.ReplaceLineEndings("\n").Split('\n')
            .TakeWhile(line => !line.StartsWith("LINE ", StringComparison.Ordinal))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0);
        return new QueryException(string.Join(' ', lines), fault);
    }

    /// <summary>Whether it may be a file of metric rows that cannot be read, and not what the user typed.</summary>
    public static bool IsOfAFile(QueryException fault) => signs.Any(sign => fault.Message.Contains(sign, StringComparison.Ordinal));
}
