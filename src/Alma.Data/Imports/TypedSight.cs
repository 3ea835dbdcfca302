namespace Alma.Data.Imports;

/// <summary>Sees all values of typed columns, says which columns a table has of them, and makes rows of it.</summary>
/// <param name="mostCategories">Of a column of texts that are no text; null to take texts as they stand.</param>
internal sealed class TypedSight(IReadOnlyList<TypedColumn> columns, int? mostCategories)
{
    private readonly ColumnSight[] texts = [.. columns.Select(_ => new ColumnSight(mostCategories ?? 0))];
    private readonly int?[] lengths = new int?[columns.Count]; // of lists

    /// <summary>Types alone do not say what these hold.</summary>
    public bool IsNeeded => columns.Any(column =>
        column.Kind == TypedKind.Numbers || (column.Kind == TypedKind.Text && mostCategories is not null));

    /// <summary>The columns of the table; lists have one for each of their numbers.</summary>
    public IReadOnlyList<ImportedColumn> Columns => [.. columns.SelectMany((column, k) => column.Kind switch
    {
        TypedKind.Numbers => Enumerable.Range(0, lengths[k] ?? 0).Select(
            index => new ImportedColumn($"{column.Name}[{index}]", ColumnKind.Number)),
        TypedKind.Text => [new ImportedColumn(column.Name, KindOf(k))],
        TypedKind.Boolean => [new ImportedColumn(column.Name, ColumnKind.Boolean)],
        TypedKind.Time => [new ImportedColumn(column.Name, ColumnKind.Date)],
        _ => [new ImportedColumn(column.Name, ColumnKind.Number)],
    })];

    /// <param name="values">One for each column, at their beginning.</param>
    /// <exception cref="DatasetException">A list is of another length than those before.</exception>
    public void Add(object?[] values, ImportedPlace place)
    {
        for (var k = 0; k < columns.Count; k++)
        {
            if (values[k] is string text) texts[k].Add(text);
            if (values[k] is not double?[] list) continue;
            lengths[k] ??= list.Length;
            if (list.Length != lengths[k])
                throw new DatasetException(
                    $"{place}: column {columns[k].Name}: found a list of {list.Length} numbers, expected {lengths[k]} as before.");
        }
    }

    /// <summary>The values as cells of <see cref="Columns"/>.</summary>
    public object?[] Cells(object?[] values)
    {
        var cells = new List<object?>();
        for (var k = 0; k < columns.Count; k++)
        {
            if (columns[k].Kind == TypedKind.Numbers)
                for (var index = 0; index < (lengths[k] ?? 0); index++) cells.Add(Known((values[k] as double?[])?[index]));
            else cells.Add(values[k] is string text ? TextCell.Value(text, KindOf(k)) : Known(values[k]));
        }

        return [.. cells];
    }

    private ColumnKind KindOf(int k) => mostCategories is null ? ColumnKind.Text : texts[k].Kind;

    private static object? Known(object? value) => value is double.NaN ? null : value;
}
