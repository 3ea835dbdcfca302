namespace Alma.Data.Imports;

/// <summary>
/// What a DuckDB of ours is told before it sees anybody's data: it may open one file and no other, no network, no extension, and nothing
/// that it is asked later changes that.
/// </summary>
internal static class ClosedDuckDb
{
    /// <summary>The memory that it may take.</summary>
    public const string MemoryLimit = "512MB";

    /// <summary>The statements that close it; whatever else is to be set has to be set before.</summary>
    /// <param name="path">The file that it may open, from the root.</param>
    /// <param name="temporaryFolder">Where it may put what memory does not hold; empty: nowhere.</param>
    public static IEnumerable<string> Settings(string path, string temporaryFolder = "") =>
    [
        $"SET memory_limit = '{MemoryLimit}'",
        "SET threads = 1",
        $"SET temp_directory = {Quoted(temporaryFolder)}",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET allow_community_extensions = false",
        "SET allow_persistent_secrets = false",
        $"SET allowed_paths = [{Quoted(path)}]",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ];

    /// <summary>A text as SQL writes it.</summary>
    public static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
