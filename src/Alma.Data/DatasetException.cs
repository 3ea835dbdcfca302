namespace Alma.Data;

/// <summary>A dataset that cannot be had or cannot be right; the message says what was found and what is valid.</summary>
public class DatasetException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What would mend it, where that is more than other files.</summary>
    public DatasetNeed? Need { get; internal set; }

    internal static DatasetException Wrong(string file, string found, string expected, Exception? cause = null) =>
        new($"{file}: found {found}, expected {expected}.", cause);
}
