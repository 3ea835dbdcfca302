namespace Alma.Reports.Queries;

/// <summary>A table that was written.</summary>
public sealed record ExportedFile(string Path, long RowCount, long Bytes);
