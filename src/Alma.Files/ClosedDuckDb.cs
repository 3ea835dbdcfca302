namespace Alma.Files;

/// <summary>
/// What a DuckDB of ours is told before it sees anybody's data or SQL: it may open these files and no other, no network, no extension, and
/// nothing that it is asked later changes that. The statements alone stand here: who has a DuckDB runs them.
/// </summary>
public static class ClosedDuckDb
{
    /// <summary>The statements that close it; whatever else is to be set has to be set before.</summary>
    /// <param name="paths">The files that it may open, from the root.</param>
    /// <param name="temporaryFolder">Where it may put what memory does not hold; empty: nowhere.</param>
    public static IEnumerable<string> Settings(IEnumerable<string> paths, string temporaryFolder = "") =>
    [
        $"SET temp_directory = {Quoted(temporaryFolder)}",
        "SET autoinstall_known_extensions = false",
        "SET autoload_known_extensions = false",
        "SET allow_community_extensions = false",
        "SET allow_persistent_secrets = false",
        $"SET allowed_paths = [{string.Join(", ", paths.Select(Quoted))}]",
        "SET enable_external_access = false",
        "SET lock_configuration = true",
    ];

    /// <summary>A text as SQL writes it.</summary>
    public static string Quoted(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }
}
