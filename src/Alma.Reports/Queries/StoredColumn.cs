namespace Alma.Reports.Queries;

/// <summary>A column that queries can name.</summary>
/// <param name="Type">DuckDB's name of its type.</param>
/// <param name="Meaning">What it says, for people, with its unit.</param>
public sealed record StoredColumn(string Name, string Type, string Meaning);
