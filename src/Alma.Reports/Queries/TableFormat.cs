namespace Alma.Reports.Queries;

/// <summary>A kind of file that tables are exported to.</summary>
/// <param name="Extension">Of its files.</param>
/// <param name="Options">Of DuckDB's COPY.</param>
public sealed record TableFormat(string Extension, string Options)
{
    /// <summary>Apache Parquet, compressed with zstd: for pandas, pyarrow, DuckDB, Spark.</summary>
    public static TableFormat Parquet { get; } = new(".parquet", "FORMAT parquet, COMPRESSION zstd");

    /// <summary>Comma-separated values with a head.</summary>
    public static TableFormat Csv { get; } = new(".csv", "FORMAT csv, HEADER true");
}

/// <summary>A table that was written.</summary>
public sealed record ExportedFile(string Path, long RowCount, long Bytes);
