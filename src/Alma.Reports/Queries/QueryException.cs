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
