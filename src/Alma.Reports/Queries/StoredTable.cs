namespace Alma.Reports.Queries;

/// <summary>A table that queries can name, and what its rows are.</summary>
public sealed record StoredTable(string Name, string Meaning, IReadOnlyList<StoredColumn> Columns)
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<StoredTable> All { get; } = [RunTables.Runs, RunTables.Configs, RunTables.Megabatches, RunTables.Metrics];
}
