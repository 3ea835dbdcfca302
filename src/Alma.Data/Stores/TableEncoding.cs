using Alma.Data.Imports;

namespace Alma.Data.Stores;

/// <summary>
/// How rows of a table become numbers to learn from. All that it knows it has from the first megabatch: means, deviations, which categories
/// there are and what is missing. What comes later, and the test set, change nothing of it, so no model knows of the future.
/// </summary>
public sealed class TableEncoding
{
    private readonly ColumnEncoding[] columns;
    private readonly int cellsPerRow;

    private TableEncoding(ColumnEncoding[] columns, int cellsPerRow) => (this.columns, this.cellsPerRow) = (columns, cellsPerRow);

    /// <summary>Numbers that a row becomes.</summary>
    public int FeatureCount => columns.Sum(column => column.FeatureCount);

    /// <param name="manifest">Of the store, with its columns.</param>
    /// <param name="cells">Of all rows to learn from.</param>
    /// <param name="first">Indices of the rows of the first megabatch.</param>
    internal static TableEncoding Of(StoreManifest manifest, ReadOnlySpan<float> cells, long[] first)
    {
        var perRow = manifest.CellsPerRow;
        var (encodings, place) = (new List<ColumnEncoding>(), 0);
        foreach (var column in manifest.Columns)
        {
            var met = new float[column.CellCount][];
            for (var k = 0; k < met.Length; k++)
            {
                met[k] = new float[first.Length];
                for (var row = 0; row < first.Length; row++) met[k][row] = cells[checked((int)((first[row] * perRow) + place + k))];
            }

            encodings.Add(Of(column.Kind, place, met));
            place += column.CellCount;
        }

        return new([.. encodings], perRow);
    }

    /// <summary>The encoding of a store whose first megabatch has these rows.</summary>
    public static TableEncoding Of(StoreContents contents, Store store, long[] first)
    {
        ArgumentNullException.ThrowIfNull(contents);
        ArgumentNullException.ThrowIfNull(store);
        return Of(store.Manifest, contents.TrainCells, first);
    }

    /// <summary>All rows, each as so many numbers.</summary>
    internal float[] Encode(ReadOnlySpan<float> cells)
    {
        var count = cells.Length / cellsPerRow;
        var width = FeatureCount;
        if ((long)count * width > Array.MaxLength)
            throw new DatasetException($"{count} rows of {width} numbers are more than memory holds. Leave columns out.");
        var features = new float[count * width];
        for (var row = 0; row < count; row++)
        {
            var place = row * width;
            foreach (var column in columns)
            {
                column.Encode(cells.Slice((row * cellsPerRow) + column.Place), features.AsSpan(place, column.FeatureCount));
                place += column.FeatureCount;
            }
        }

        return features;
    }

    private static ColumnEncoding Of(ColumnKind kind, int place, float[][] met) => kind switch
    {
        ColumnKind.Category => CategoryEncoding.Of(place, met[0]),
        ColumnKind.Date => DateEncoding.Of(place, met),
        _ => NumberEncoding.Of(place, met[0]),
    };
}
