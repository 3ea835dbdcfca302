using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Serving.Models;

namespace Alma.Serving.Inputs;

/// <summary>Makes rows of files into those of a model: by the names of the columns, whatever their order in the files.</summary>
internal sealed class InputRows
{
    private readonly TableInput table;
    private readonly int[] places; // of each of the model's columns among those of the files
    private readonly bool[] areTexts;

    /// <param name="read">The columns of the files.</param>
    /// <exception cref="DatasetException">The files lack a column.</exception>
    public InputRows(TableInput table, IReadOnlyList<ImportedColumn> read, string path)
    {
        this.table = table;
        var byName = read.Index().ToDictionary(column => column.Item.Name, column => column.Index);
        var lacking = table.Columns.Where(column => !byName.ContainsKey(column.Name)).Select(column => column.Name).ToList();
        if (lacking.Count > 0)
            throw new DatasetException(
                $"{path}: found no column{(lacking.Count == 1 ? "" : "s")} {string.Join(", ", lacking.Take(20))}"
                + $"{(lacking.Count > 20 ? ", ..." : "")}; the model takes {table.Description}.");
        places = [.. table.Columns.Select(column => byName[column.Name])];
        areTexts = [.. places.Select(place => read[place].Kind == ColumnKind.Text)];
    }

    /// <param name="read">A cell for each column of the files.</param>
    /// <exception cref="DatasetException">A cell does not fit its column.</exception>
    public float[] Encode(object?[] read, string place)
    {
        var cells = new object?[places.Length];
        for (var k = 0; k < cells.Length; k++)
            cells[k] = Cell(read[places[k]], table.Columns[k], areTexts[k], place);
        var row = new float[table.ValueCount];
        table.Encode(cells, place, row);
        return row;
    }

    // Texts come as they stand in the file.
    private static object? Cell(object? read, TableColumn column, bool isText, string place) =>
        isText && read is string text && column.Kind != ColumnKind.Category ? TableInput.Cell(text, column, place) : read;
}
