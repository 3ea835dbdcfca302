using Alma.Data.Imports;

namespace Alma.Data.Stores;

/// <summary>
/// A column of a table and the numbers that it becomes: all that a model has to know of the first megabatch to be used elsewhere. A value
/// v becomes (v - mean) / deviation; how, see <see cref="TableEncoding"/>.
/// </summary>
/// <param name="Name">Of the column.</param>
public sealed record EncodedColumn(string Name, ColumnKind Kind)
{
    /// <summary>Days of a year, of which a date is a place on a circle.</summary>
    public const double DaysPerYear = 365.2425;

    /// <summary>The same of the week.</summary>
    public const double DaysPerWeek = 7;

    /// <summary>The same of the day, by its seconds.</summary>
    public const double SecondsPerDay = 86_400;

    /// <summary>The values of a category, in the order of their numbers, up to the last that the first megabatch has.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Of numbers, of the days of dates, or of the logarithms of how often categories occurred, ln(1 + count).</summary>
    public double Mean { get; init; }

    /// <summary>Of the same; above 0.</summary>
    public double Deviation { get; init; } = 1;

    /// <summary>Whether the next number says whether a number or a date is missing.</summary>
    public bool HasFlag { get; init; }

    /// <summary>Numbers of the categories that each have a number of their own, in the order of these.</summary>
    public IReadOnlyList<int> Slots { get; init; } = [];

    /// <summary>How often each category occurred, by its number, where there are too many for slots; else null.</summary>
    public IReadOnlyDictionary<int, int>? Counts { get; init; }

    /// <summary>Whether a date has a time of day.</summary>
    public bool HasTime { get; init; }

    /// <summary>Values that a row has of it: a date has its days since 1970 and the seconds of the day.</summary>
    public int CellCount => Kind == ColumnKind.Date ? 2 : 1;

    /// <summary>Numbers that it becomes.</summary>
    public int FeatureCount => Kind switch
    {
        ColumnKind.Category => 1 + (Counts is null ? Slots.Count : 1),
        ColumnKind.Date => (HasFlag ? 2 : 1) + (HasTime ? 6 : 4),
        _ => HasFlag ? 2 : 1,
    };

    /// <summary>What a column is by its encoding.</summary>
    internal static EncodedColumn Of(TableColumn column, ColumnEncoding encoding)
    {
        var named = new EncodedColumn(column.Name, column.Kind) { Categories = Known(column, encoding) };
        return encoding switch
        {
            NumberEncoding number => named.With(number),
            DateEncoding date => named.With(date.Days) with { HasTime = date.HasTime },
            CategoryEncoding { Counted: { } counted } category => named.With(counted) with { Counts = category.Counts },
            CategoryEncoding category => named with { Slots = [.. category.Slots.OrderBy(slot => slot.Value).Select(slot => slot.Key)] },
            _ => throw new ArgumentException($"{encoding.GetType().Name} is no encoding that can be said", nameof(encoding)),
        };
    }

    // What came later is nothing to the model, and its file does not tell of it.
    private static IReadOnlyList<string> Known(TableColumn column, ColumnEncoding encoding) => encoding is CategoryEncoding category
        ? [.. column.Categories.Take(category.Slots.Keys.Concat(category.Counts.Keys).DefaultIfEmpty(-1).Max() + 1)]
        : column.Categories;

    private EncodedColumn With(NumberEncoding number) =>
        this with { Mean = number.Mean, Deviation = number.Deviation, HasFlag = number.HasFlag };
}
