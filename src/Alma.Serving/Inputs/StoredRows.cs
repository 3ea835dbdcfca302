using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Serving.Models;

namespace Alma.Serving.Inputs;

/// <summary>Makes rows of a store into those of a model, whose columns and categories may stand in another order.</summary>
internal sealed class StoredRows
{
    private readonly List<(int From, int To, float[]? Categories)> cells = [];
    private readonly int valueCount;

    /// <exception cref="DatasetException">The store lacks a column, or it is of another kind.</exception>
    public StoredRows(TableInput table, StoreManifest manifest, string name)
    {
        valueCount = table.ValueCount;
        var (byName, place) = (new Dictionary<string, (TableColumn Column, int Place)>(), 0);
        foreach (var column in manifest.Columns)
        {
            byName[column.Name] = (column, place);
            place += column.CellCount;
        }

        var lacking = table.Columns.Where(column => !byName.ContainsKey(column.Name)).Select(column => column.Name).ToList();
        if (lacking.Count > 0)
            throw new DatasetException(
                $"{name} has no column{(lacking.Count == 1 ? "" : "s")} {string.Join(", ", lacking.Take(20))}; the model takes "
                + $"{table.Description}.");
        var to = 0;
        foreach (var column in table.Columns)
        {
            var (stored, from) = byName[column.Name];
            if (stored.Kind != column.Kind)
                throw new DatasetException(
                    $"{name}: column {column.Name} is a {Told(stored.Kind)}; the model takes a {Told(column.Kind)} there.");
            var categories = column.Kind == ColumnKind.Category ? Numbers(stored.Categories, column.Categories) : null;
            for (var k = 0; k < column.CellCount; k++) cells.Add((from + k, to + k, categories));
            to += column.CellCount;
        }
    }

    /// <param name="stored">The cells of the store's row.</param>
    public float[] Of(ReadOnlySpan<float> stored)
    {
        var row = new float[valueCount];
        foreach (var (from, to, categories) in cells)
            row[to] = categories is null || float.IsNaN(stored[from]) ? stored[from] : Number(stored[from], categories);
        return row;
    }

    private static float Number(float stored, float[] categories) =>
        stored >= 0 && stored < categories.Length ? categories[(int)stored] : TableInput.UnknownCategory;

    // The model's number of each of the store's categories.
    private static float[] Numbers(IReadOnlyList<string> stored, IReadOnlyList<string> taken)
    {
        var byName = taken.Index().ToDictionary(category => category.Item, category => (float)category.Index);
        return [.. stored.Select(category => byName.GetValueOrDefault(category, TableInput.UnknownCategory))];
    }

    private static string Told(ColumnKind kind) => kind.ToString().ToLowerInvariant();
}
