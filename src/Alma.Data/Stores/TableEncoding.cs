using Alma.Data.Imports;

namespace Alma.Data.Stores;

/// <summary>
/// How rows of a table become numbers to learn from. All that it knows it has from the first megabatch: means, deviations, which categories
/// there are and what is missing. What comes later, and the test set, change nothing of it, so no model knows of the future.
/// </summary>
public sealed class TableEncoding
{
    private readonly ColumnEncoding[] columns;

    private TableEncoding(ColumnEncoding[] columns) => (this.columns, FeatureCount) = (columns, columns.Sum(column => column.FeatureCount));

    /// <summary>What there is to say of it, column by column.</summary>
    /// <param name="table">The store's columns, whose encodings these are.</param>
    public IReadOnlyList<EncodedColumn> Describe(IReadOnlyList<TableColumn> table) =>
        [.. table.Zip(columns, EncodedColumn.Of)];

    /// <summary>Numbers that a row becomes.</summary>
    public int FeatureCount { get; }

    /// <summary>The encoding of a store whose first megabatch has these rows, which are read and not held.</summary>
    /// <param name="first">Indices of its rows among those to learn from.</param>
    /// <exception cref="DatasetException">A file cannot be read.</exception>
    public static TableEncoding Of(StoreContents contents, Store store, long[] first)
    {
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentNullException.ThrowIfNull(store);
        var (columns, place) = (new List<(int Place, ColumnStatistics Statistics)>(), 0);
        foreach (var column in store.Manifest.Columns)
        {
            columns.Add((place, StatisticsOf(column.Kind, place)));
            place += column.CellCount;
        }

        contents.Train.ForEach(first, (_, bytes) =>
        {
            foreach (var column in columns) column.Statistics.Meet(Store.Row(bytes)[column.Place..]);
        });
        contents.Train.ForEach(first, (_, bytes) =>
        {
            foreach (var column in columns) column.Statistics.MeetAgain(Store.Row(bytes)[column.Place..]);
        });
        return new([.. columns.Select(column => column.Statistics.Encoding())]);
    }

    /// <summary>Makes numbers of a row.</summary>
    /// <param name="cells">As they are in the store.</param>
    /// <param name="features">Room for them.</param>
    internal void EncodeRow(ReadOnlySpan<float> cells, Span<float> features)
    {
        features.Clear();
        var place = 0;
        foreach (var column in columns)
        {
            var count = column.FeatureCount;
            column.Encode(cells[column.Place..], features.Slice(place, count));
            place += count;
        }
    }

    private static ColumnStatistics StatisticsOf(ColumnKind kind, int place) => kind switch
    {
        ColumnKind.Category => new CategoryStatistics(place),
        ColumnKind.Date => new DateStatistics(place),
        _ => new NumberStatistics(place),
    };
}
