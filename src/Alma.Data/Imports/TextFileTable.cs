namespace Alma.Data.Imports;

/// <summary>
/// Tables in text files, with a line of names at the top: CSV with any of the usual separators, TSV, gzipped or not. They are read twice:
/// once to see what each column holds, and once for the examples.
/// </summary>
internal sealed class TextFileTable : ImportSource
{
    private const int LookEvery = 64;

    private readonly ImportRequest request;
    private readonly string[] names;
    private readonly int label; // -1 where there is none
    private readonly int? time;
    private readonly int[] places; // of the columns that are values
    private readonly ColumnKind[] kinds;
    private readonly List<string> warnings = [];
    private long count;

    private TextFileTable(ImportRequest request, string[] names, CancellationToken cancellation)
    {
        (this.request, this.names) = (request, names);
        var columns = new LabelColumns(names, request.Paths[0]);
        (label, time) = (Label(columns), columns.Time(request.TimeColumn));
        places = [.. Enumerable.Range(0, names.Length).Where(k => k != label && k != time && IsRead(names[k]))];
        if (places.Length == 0 && request.ColumnNames is null)
            throw new DatasetException(
                $"{request.Paths[0]}: found no column to learn from beside those of the label and the time. Columns: {columns.Listed}.");
        kinds = Kinds(cancellation);
    }

    public override IReadOnlyList<ImportedColumn> Columns => [.. places.Select((place, k) => new ImportedColumn(names[place], kinds[k]))];

    public override long? ExpectedCount => count;

    public override IEnumerable<string> Warnings => warnings;

    /// <exception cref="DatasetException">A file is no table, the files are not alike, or there is no such column.</exception>
    public static TextFileTable Open(ImportRequest request, CancellationToken cancellation)
    {
        var heads = request.Paths.Select(path => (Path: path, Names: TextRows.Head(path, request.Encoding))).ToList();
        var first = heads[0];
        var other = heads.Find(head => !head.Names.SequenceEqual(first.Names));
        if (other.Path is not null)
            throw new DatasetException(
                $"{other.Path}: found the columns {string.Join(", ", other.Names)}, expected those of {first.Path}: "
                + $"{string.Join(", ", first.Names)}.");
        return new TextFileTable(request, first.Names, cancellation);
    }

    private bool IsRead(string column) => request.ColumnNames is not { } read || read.Contains(column);

    // A column that is read as a value is none of labels, unless it is asked for.
    private int Label(LabelColumns columns)
    {
        var found = columns.Label(request.LabelColumn, request.NeedsLabels);
        return found >= 0 && request.LabelColumn is null && request.ColumnNames?.Contains(names[found]) == true ? -1 : found;
    }

    public override IEnumerable<ImportedExample> Read(CancellationToken cancellation)
    {
        foreach (var path in request.Paths)
            foreach (var (row, line) in TextRows.Of(path, request.Encoding, names))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return Example(row, new ImportedPlace(path, line));
            }
    }

    private ImportedExample Example(string[] row, ImportedPlace place)
    {
        var cells = new object?[places.Length];
        for (var k = 0; k < places.Length; k++) cells[k] = TextCell.Value(row[places[k]], kinds[k]);
        var of = label < 0 || TextCell.IsMissing(row[label]) ? null : row[label].Trim();
        return new ImportedExample(new RowValues(cells), of, place)
        {
            Time = time is { } column ? TextCell.Time(row[column], request.TimeColumn, place) : null,
        };
    }

    private ColumnKind[] Kinds(CancellationToken cancellation)
    {
        if (request.ColumnNames is not null) return [.. places.Select(_ => ColumnKind.Text)];
        ColumnSight[] seen = [.. places.Select(_ => new ColumnSight(request.MostCategories))];
        foreach (var path in request.Paths)
            foreach (var (row, _) in TextRows.Of(path, request.Encoding, names))
            {
                if (count++ % LookEvery == 0) cancellation.ThrowIfCancellationRequested();
                for (var k = 0; k < places.Length; k++) seen[k].Add(row[places[k]]);
            }

        warnings.AddRange(seen.Index().Where(column => column.Item.DecimalComma is not null).Select(column =>
            $"The column {names[places[column.Index]]} has numbers with a comma for the point, such as '{column.Item.DecimalComma}'. They "
            + "are taken for words. Write them as 1.5 to have them learned as numbers."));
        return [.. seen.Select(column => column.Kind)];
    }
}
