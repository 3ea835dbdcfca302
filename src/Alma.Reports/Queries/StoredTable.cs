using Alma.Runs.Metrics;

namespace Alma.Reports.Queries;

/// <summary>A table that queries can name, and what its rows are.</summary>
public sealed record StoredTable(string Name, string Meaning, IReadOnlyList<StoredColumn> Columns)
{
    /// <summary>All there are.</summary>
    public static IReadOnlyList<StoredTable> All { get; } =
        [RunTables.Runs, RunTables.Configs, RunTables.Megabatches, RunTables.Classes, RunTables.Confusions, RunTables.Metrics];
}

/// <summary>A column that queries can name.</summary>
/// <param name="Type">DuckDB's name of its type.</param>
/// <param name="Meaning">What it says, for people, with its unit.</param>
public sealed record StoredColumn(string Name, string Type, string Meaning)
{
    /// <summary>The metric whose value after a megabatch it is; null for other columns.</summary>
    internal Metric? Metric { get; private init; }

    internal static StoredColumn Of(Metric metric, string meaning, string? name = null) =>
        new(name ?? metric.Name, TypeOf(metric.Unit), meaning) { Metric = metric };

    private static string TypeOf(MetricUnit unit) => unit switch
    {
        MetricUnit.Parameters or MetricUnit.Bytes => "BIGINT",
        MetricUnit.Epochs => "INTEGER",
        _ => "DOUBLE",
    };
}
