using System.Buffers.Binary;
using Alma.Data.Imports;

namespace Alma.Data.Stores;

/// <summary>Turns the rows of files into the floats of a store, column by column of the store's.</summary>
internal sealed class RowCells
{
    private readonly TableColumn[] columns;
    private readonly int[] places; // of each column among the cells that are read
    private readonly Dictionary<string, int>[] categories;
    private readonly byte[] row;

    /// <param name="columns">The store's.</param>
    /// <param name="read">Those of the files, in the order of their cells.</param>
    /// <exception cref="DatasetException">The files lack a column.</exception>
    public RowCells(IReadOnlyList<TableColumn> columns, IReadOnlyList<ImportedColumn> read)
    {
        this.columns = [.. columns];
        var named = read.Select((column, k) => (column.Name, k)).ToDictionary(column => column.Name, column => column.k);
        if (columns.Where(column => !named.ContainsKey(column.Name)).Select(column => column.Name).ToList() is { Count: > 0 } lacking)
            throw new DatasetException(
                $"The data lacks the column{(lacking.Count == 1 ? "" : "s")} {string.Join(", ", lacking.Take(10))}, "
                + "which the data set has.");
        places = [.. columns.Select(column => named[column.Name])];
        categories = [.. columns.Select(column =>
            column.Categories.Select((name, k) => (name, k)).ToDictionary(one => one.name, one => one.k))];
        row = new byte[columns.Sum(column => column.CellCount) * sizeof(float)];
    }

    /// <summary>The columns with the categories that were met.</summary>
    public IReadOnlyList<TableColumn> Columns =>
    [
        .. columns.Select((column, k) =>
            column with { Categories = [.. categories[k].OrderBy(one => one.Value).Select(one => one.Key)] }),
    ];

    /// <summary>The bytes of a row, good until the next.</summary>
    /// <exception cref="DatasetException">A cell does not fit its column.</exception>
    public ReadOnlySpan<byte> Bytes(object?[] cells, ImportedPlace place)
    {
        var next = 0;
        for (var k = 0; k < columns.Length; k++)
        {
            var cell = cells[places[k]];
            if (columns[k].Kind == ColumnKind.Date)
            {
                var (days, seconds) = cell is null ? (float.NaN, float.NaN) : DayAndTime(cell, columns[k], place);
                Put(days, ref next);
                Put(seconds, ref next);
                continue;
            }

            Put(cell is null ? float.NaN : Number(cell, k, place), ref next);
        }

        return row;
    }

    private float Number(object cell, int k, ImportedPlace place) => (columns[k].Kind, cell) switch
    {
        (ColumnKind.Category, string name) => Category(categories[k], name),
        (ColumnKind.Category, bool truth) => Category(categories[k], truth ? "true" : "false"),
        (ColumnKind.Number or ColumnKind.Boolean, bool truth) => truth ? 1 : 0,
        (ColumnKind.Boolean, 0.0 or 1.0) => (float)(double)cell,
        // what is no finite number is none to learn from
        (ColumnKind.Number, double number) => float.IsFinite((float)number) ? (float)number : float.NaN,
        _ => throw Unfit(cell, columns[k], place),
    };

    private static int Category(Dictionary<string, int> numbers, string name)
    {
        if (!numbers.TryGetValue(name, out var number)) numbers[name] = number = numbers.Count;
        return number;
    }

    private static (float Days, float Seconds) DayAndTime(object cell, TableColumn column, ImportedPlace place) => cell is DateTime time
        ? ((float)(time.Date - DateTime.UnixEpoch.Date).TotalDays, (float)time.TimeOfDay.TotalSeconds)
        : throw Unfit(cell, column, place);

    private static DatasetException Unfit(object cell, TableColumn column, ImportedPlace place) =>
        new(FormattableString.Invariant(
            $"{place}: column {column.Name}: found '{cell}', expected a {column.Kind.ToString().ToLowerInvariant()} as before."));

    private void Put(float value, ref int next)
    {
        BinaryPrimitives.WriteSingleLittleEndian(row.AsSpan(next), value);
        next += sizeof(float);
    }
}
