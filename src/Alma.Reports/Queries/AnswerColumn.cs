using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Alma.Reports.Queries;

/// <summary>
/// A column of an answer. DuckDB itself turns values into text whose type .NET does not hold in full, such as dates before year 1, infinite
/// times and numbers of 38 digits, and values with parts into JSON: so every value that it has can be read.
/// </summary>
/// <param name="Name">Which no other column of the answer has.</param>
/// <param name="Type">DuckDB's name of its type.</param>
internal sealed partial record AnswerColumn(string Name, string Type)
{
    private const int DigitsOfDecimal = 28;
    private static readonly string[] whole =
    [
        "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "VARCHAR"
    ];
    private static readonly string[] endless = ["infinity", "-infinity"];
    private static readonly string[] times = ["TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS"];
    private static readonly string[] unknownToParquet =
        ["BIT", "BIGNUM", "VARIANT", "GEOMETRY", "\"NULL\"", "INTERVAL", "TIME_NS", "TIME WITH TIME ZONE"];
    private static readonly string[] unknownAsParts = [.. unknownToParquet, "TIMESTAMP_S"];

    private bool HasParts => Type.EndsWith(']')
        || Type.StartsWith("STRUCT(", StringComparison.Ordinal)
        || Type.StartsWith("MAP(", StringComparison.Ordinal)
        || IsUnion;

    private bool IsUnion => Type.StartsWith("UNION(", StringComparison.Ordinal);

    /// <summary>Whether its values are read as they are.</summary>
    public bool IsWhole => whole.Contains(Type) || (Digits() is > 0 and <= DigitsOfDecimal);

    /// <summary>The SQL of a value that can be read.</summary>
    /// <param name="column">The SQL of the value.</param>
    public string ToRead(string column) => IsWhole ? column : HasParts ? $"to_json({column})::VARCHAR" : $"{column}::VARCHAR";

    /// <summary>The SQL of a value that a Parquet file can hold, under the column's name.</summary>
    public string ToKeep(string column)
    {
        var value = HasParts && (IsUnion || unknownAsParts.Any(type => Type.Contains(type, StringComparison.Ordinal)))
            ? $"to_json({column})::VARCHAR"
            : unknownToParquet.Contains(Type) ? $"{column}::VARCHAR" : Type == "TIMESTAMP_S" ? InFiniteTime(column) : column;
        return $"{value} AS \"{Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>What was read, in .NET's type where that holds it.</summary>
    public object? Value(object? read) => read switch
    {
        not string => read,
        string text when HasParts => ValueParts.Read(text),
        string text when Type is "HUGEINT" or "UHUGEINT" => BigInteger.Parse(text, CultureInfo.InvariantCulture),
        string text when Type == "BIGNUM" || Digits() > 0 => ExactNumber.Of(text),
        string text when times.Contains(Type) && DateTime.TryParseExact(
            text, "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) =>
            time,
        _ => read,
    };

    // A Parquet file has no seconds; DuckDB makes them finer, but for those that are infinite.
    private static string InFiniteTime(string column) =>
        $"CASE {column} {string.Concat(endless.Select(time => $"WHEN '{time}'::TIMESTAMP_S THEN '{time}'::TIMESTAMP "))}ELSE "
        + $"{column}::TIMESTAMP END";

    /// <summary>How many digits its numbers may have, if it is of decimal numbers.</summary>
    private int Digits() =>
        DecimalType().Match(Type) is { Success: true } type ? int.Parse(type.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;

    /// <summary>Names of which each is there once: one that comes again gets a number that makes a name of its own.</summary>
    public static IReadOnlyList<string> Distinct(IReadOnlyList<string> names)
    {
        var taken = new HashSet<string>(names, StringComparer.Ordinal);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. names.Select(name => Once(name, taken, seen))];
    }

    private static string Once(string name, HashSet<string> taken, Dictionary<string, int> seen)
    {
        if (seen.TryAdd(name, 0)) return name;
        string numbered;
        do numbered = string.Create(CultureInfo.InvariantCulture, $"{name}_{++seen[name]}");
        while (!taken.Add(numbered));
        return numbered;
    }

    [GeneratedRegex(@"^DECIMAL\((\d+),\d+\)$")]
    private static partial Regex DecimalType();
}
