using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Serving.Models;

/// <summary>What a model takes: <see cref="ImageInput"/> or <see cref="TableInput"/>.</summary>
public abstract record ModelInput
{
    /// <summary>Values of one example: bytes of an image, floats of a row.</summary>
    public abstract int ValueCount { get; }

    internal abstract int BytesPerValue { get; }

    /// <summary>For messages.</summary>
    public abstract string Description { get; }
}

/// <summary>Images as bytes, channel after channel: the tensor is uint8 of (N, C, H, W).</summary>
public sealed record ImageInput(ImageShape Shape) : ModelInput
{
    public override int ValueCount => Shape.Size;

    internal override int BytesPerValue => sizeof(byte);

    public override string Description => $"images of {Shape.Width} x {Shape.Height} pixels, " + Shape.Channels switch
    {
        1 => "grey",
        3 => "in colours",
        _ => $"{Shape.Channels} channels",
    };

    /// <summary>The pixels of a PNG, JPEG, GIF or BMP file, (C, H, W).</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <param name="resizes">Whether an image of another size is cropped to its middle and scaled; else it is refused.</param>
    /// <exception cref="DatasetException">It is no image, or of another size.</exception>
    public byte[] Pixels(byte[] file, string place, bool resizes = false)
    {
        if (Shape.Channels is not (1 or 3))
            throw new DatasetException($"{place}: the model takes images of {Shape.Channels} channels, and image files have 1 or 3.");
        var header = ImageFile.Header(file, place);
        var isOfSize = (header.Height, header.Width) == (Shape.Height, Shape.Width);
        if (!isOfSize && !(resizes && Shape.Height == Shape.Width))
            throw new DatasetException(
                $"{place}: found an image of {header.Width} x {header.Height} pixels; the model takes {Description}.");
        return ImageFile.Read(file, place, Shape.Channels, isOfSize ? null : Shape.Height).Pixels;
    }
}

/// <summary>Rows of a table: the tensor is float32 of (N, F), as a store keeps the cells; what is missing is NaN.</summary>
public sealed record TableInput(IReadOnlyList<TableColumn> Columns) : ModelInput
{
    /// <summary>F: a date has two values, the days since 1970 and the seconds of the day.</summary>
    public override int ValueCount => Columns.Sum(column => column.CellCount);

    internal override int BytesPerValue => sizeof(float);

    public override string Description =>
        $"rows of {Columns.Count} columns ({string.Join(", ", Columns.Take(10).Select(column => column.Name))}"
        + $"{(Columns.Count > 10 ? ", ..." : "")})";

    /// <summary>The number of a text which is none of a column's categories: the model takes it for none that it knows.</summary>
    public const float UnknownCategory = -1;

    /// <summary>Puts a row into the tensor. A text that is none of a column's categories is an unknown one, as in training.</summary>
    /// <param name="cells">
    /// A cell for each column: null for missing; else <c>double</c>, <c>bool</c>, <c>DateTime</c> (UTC) or <c>string</c>, as the kind says.
    /// </param>
    /// <param name="place">Where the row stands, for messages.</param>
    /// <param name="row">F values.</param>
    /// <exception cref="DatasetException">A cell does not fit its column.</exception>
    public void Encode(IReadOnlyList<object?> cells, string place, Span<float> row)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count != Columns.Count)
            throw new DatasetException($"{place}: found {cells.Count} cells; the model takes {Description}.");
        var next = 0;
        for (var k = 0; k < cells.Count; k++)
        {
            var column = Columns[k];
            if (column.Kind == ColumnKind.Date)
                (row[next], row[next + 1]) = Date(cells[k], column, place);
            else
                row[next] = Number(cells[k], column, place);
            next += column.CellCount;
        }
    }

    /// <summary>The cell that a text stands for, as in files that are imported.</summary>
    /// <exception cref="DatasetException">It is none of that column.</exception>
    public static object? Cell(string text, TableColumn column, string place)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (TextCell.IsMissing(text)) return null;
        return TextCell.Value(text, column.Kind) ?? throw Unfit(text, column, place);
    }

    private static (float Days, float Seconds) Date(object? cell, TableColumn column, string place) => cell switch
    {
        null => (float.NaN, float.NaN),
        DateTime time => ((float)(time.Date - DateTime.UnixEpoch.Date).TotalDays, (float)time.TimeOfDay.TotalSeconds),
        _ => throw Unfit(cell, column, place),
    };

    private static float Number(object? cell, TableColumn column, string place) => (column.Kind, cell) switch
    {
        (_, null) => float.NaN,
        (ColumnKind.Category, string name) => Category(name, column),
        (ColumnKind.Category, bool truth) => Category(truth ? "true" : "false", column),
        (ColumnKind.Number or ColumnKind.Boolean, bool truth) => truth ? 1 : 0,
        (ColumnKind.Boolean, 0.0 or 1.0) => (float)(double)cell,
        // what is no finite number is none to learn from
        (ColumnKind.Number, double number) => float.IsFinite((float)number) ? (float)number : float.NaN,
        _ => throw Unfit(cell, column, place),
    };

    private static float Category(string name, TableColumn column)
    {
        for (var k = 0; k < column.Categories.Count; k++)
            if (column.Categories[k] == name) return k;
        return UnknownCategory;
    }

    /// <summary>The columns in which a row of the tensor has a category that the model does not know.</summary>
    internal IReadOnlyList<string> UnknownIn(ReadOnlySpan<float> row)
    {
        List<string>? found = null;
        var next = 0;
        foreach (var column in Columns)
        {
            if (column.Kind == ColumnKind.Category && row[next] == UnknownCategory) (found ??= []).Add(column.Name);
            next += column.CellCount;
        }

        return found ?? [];
    }

    private static DatasetException Unfit(object cell, TableColumn column, string place)
    {
        var valid = column.Kind switch
        {
            ColumnKind.Boolean => "true or false",
            ColumnKind.Date => "a date such as 2026-11-23 or 2026-11-23T10:05:00Z",
            ColumnKind.Category =>
                $"one of {string.Join(", ", column.Categories.Take(20))}{(column.Categories.Count > 20 ? ", ..." : "")}",
            _ => "a number",
        };
        var found = Convert.ToString(cell, System.Globalization.CultureInfo.InvariantCulture) ?? "";
        return new($"{place}: column {column.Name}: found '{(found.Length > 100 ? found[..100] + "..." : found)}', valid is {valid}.");
    }
}
