using System.Text.RegularExpressions;

namespace Alma.Data.Imports;

/// <summary>What DuckDB's types are here, and the SQL that reads a column of each as a value that rows have.</summary>
internal static partial class ParquetTypes
{
    public static TypedKind Kind(string type) => type switch
    {
        "BOOLEAN" => TypedKind.Boolean,
        "DATE" or "TIMESTAMP WITH TIME ZONE" => TypedKind.Time,
        "VARCHAR" or "UUID" => TypedKind.Text,
        "BLOB" => TypedKind.Image,
        _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) => TypedKind.Time,
        _ when type.StartsWith("ENUM", StringComparison.Ordinal) => TypedKind.Text,
        _ when ImageStructure().IsMatch(type) => TypedKind.Image,
        _ when Number().IsMatch(type) => TypedKind.Number,
        _ when Numbers().IsMatch(type) => TypedKind.Numbers,
        _ => TypedKind.Other,
    };

    public static string Expression(TypedColumn column)
    {
        var name = $"\"{column.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return column.Kind switch
        {
            TypedKind.Number => $"CAST({name} AS DOUBLE)",
            TypedKind.Numbers => $"CAST({name} AS DOUBLE[])",
            TypedKind.Time => $"CAST({name} AS TIMESTAMP)",
            TypedKind.Text => $"CAST({name} AS VARCHAR)",
            TypedKind.Image when column.TypeName != "BLOB" => $"{name}.bytes",
            _ => name,
        };
    }

    // As Hugging Face's datasets library writes its images.
    [GeneratedRegex(@"^STRUCT\((.*, )?bytes BLOB[,)]")]
    private static partial Regex ImageStructure();

    [GeneratedRegex(@"^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))\[\d*\]$")]
    private static partial Regex Numbers();
}
