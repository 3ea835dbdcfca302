using System.Globalization;

namespace Alma.Data.Imports;

/// <summary>What the text of a cell means, whatever the language of the machine.</summary>
internal static class TextCell
{
    private const int FirstYear = 1000;
    private const int LastYear = 2999;
    private const double FirstSecond = -62135596800; // the beginning of year 1
    private const double LastSecond = 253402300799; // the end of year 9999

    private static readonly string[] missing = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?"];

    private static readonly string[] times =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mm",
        "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy/MM/dd", "yyyy/MM/dd HH:mm:ss", "yyyy-MM",
    ];

    public static bool IsMissing(string text) => missing.Contains(text.Trim());

    /// <summary>The value of a cell of a column; null where it is missing.</summary>
    public static object? Value(string text, ColumnKind kind) => IsMissing(text) ? null : kind switch
    {
        ColumnKind.Number => Number(text),
        ColumnKind.Boolean => Truth(text),
        ColumnKind.Date => Date(text),
        _ => text.Trim(),
    };

    public static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether it would be a number if its comma were a point: text of a program whose language writes 1.5 as 1,5.</summary>
    public static bool HasDecimalComma(string text) =>
        text.Count(letter => letter == ',') == 1
        && !text.Contains('.', StringComparison.Ordinal)
        && Number(text.Replace(',', '.')) is not null;

    public static bool? Truth(string text) => bool.TryParse(text, out var truth) ? truth : null;

    /// <summary>A date, or a date with a time of day, as ISO 8601 has them; in UTC unless it says otherwise.</summary>
    public static DateTime? Date(string text) => DateTime.TryParseExact(
        text.Trim(), times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        ? time
        : null;

    /// <summary>When an example arose; null where the cell is missing.</summary>
    /// <exception cref="DatasetException">It is no time; the message names the place.</exception>
    public static DateTime? Time(string text, string? column, ImportedPlace place)
    {
        if (IsMissing(text)) return null;
        return Time(text) ?? throw new DatasetException(
            $"{place}: column {column}: found '{text}', expected a time such as 2026-11-23, 2026-11-23T10:05:00Z, a year, or "
            + "seconds since 1970, of the years 1 to 9999.");
    }

    /// <summary>A date, or a year, or seconds since 1970.</summary>
    public static DateTime? Time(string text)
    {
        if (Date(text) is { } date) return date;
        if (Number(text) is not (>= FirstSecond and <= LastSecond and var number)) return null;
        return number is >= FirstYear and <= LastYear && number == Math.Floor(number)
            ? new DateTime((int)number, 1, 1, 0, 0, 0, DateTimeKind.Utc)
            : DateTime.UnixEpoch.AddSeconds(number);
    }
}

/// <summary>Sees all cells of a column and says what it holds.</summary>
internal sealed class ColumnSight(int mostCategories)
{
    private const int AlwaysFew = 20;

    private readonly HashSet<string> different = [];
    private (bool Numbers, bool Truths, bool Dates) all = (true, true, true);
    private long count;
    private bool areNumbersOrCommas = true;
    private string? firstComma;

    /// <summary>A value with a comma for a point, where all that are no numbers have one; otherwise null.</summary>
    public string? DecimalComma => areNumbersOrCommas ? firstComma : null;

    /// <summary>Texts are categories where there are few, and each of them occurs twice on average.</summary>
    public ColumnKind Kind => (count, all) switch
    {
        (0, _) or (_, { Numbers: true }) => ColumnKind.Number,
        (_, { Truths: true }) => ColumnKind.Boolean,
        (_, { Dates: true }) => ColumnKind.Date,
        _ => different.Count <= mostCategories && different.Count <= Math.Max(AlwaysFew, count / 2) ? ColumnKind.Category : ColumnKind.Text,
    };

    public void Add(string text)
    {
        if (TextCell.IsMissing(text)) return;
        count++;
        all = (
            all.Numbers && TextCell.Number(text) is not null, all.Truths && TextCell.Truth(text) is not null,
            all.Dates && TextCell.Date(text) is not null);
        if (areNumbersOrCommas && !all.Numbers && TextCell.Number(text) is null) LookForComma(text);
        if (different.Count <= mostCategories) different.Add(text.Trim());
    }

    private void LookForComma(string text)
    {
        areNumbersOrCommas = TextCell.HasDecimalComma(text);
        firstComma ??= text.Trim();
    }
}
