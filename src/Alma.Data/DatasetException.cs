namespace Alma.Data;

/// <summary>A dataset that cannot be had or cannot be right; the message says what to do.</summary>
public class DatasetException(string message, Exception? cause = null) : Exception(message, cause)
{
    internal static DatasetException Wrong(string file, string found, string expected, string remedy, Exception? cause = null) =>
        new($"{file}: found {found}, expected {expected}. {remedy}", cause);
}
