namespace Alma.Data.Imports;

/// <summary>
/// Rows or images in files whose columns have types. A column of images makes it a data set of images; otherwise each column of numbers,
/// truths, times or texts is one of values, and a list of numbers several. The files are read twice where texts, lists or images must be
/// looked at first.
/// </summary>
internal sealed class TypedTable : ImportSource
{
    private readonly ImportRequest request;
    private readonly Func<string, ITypedFile> open;
    private readonly IReadOnlyList<TypedColumn> columns;
    private readonly int[] places; // of the columns that are values, then the label, then the time
    private readonly bool hasImages;
    private readonly TypedLabels? labels; // null where there are none
    private readonly TypedSight sight;
    private readonly List<string> leftOut = [];
    private readonly ImageSight images = new();

    /// <exception cref="DatasetException">A file cannot be read, the files are not alike, or there is no such column.</exception>
    public TypedTable(ImportRequest request, Func<string, ITypedFile> open, CancellationToken cancellation)
    {
        (this.request, this.open) = (request, open);
        (columns, var notes, ExpectedCount) = Heads();
        var named = new LabelColumns([.. columns.Select(column => column.Name)], request.Paths[0]);
        var (label, time) = (Label(named), named.Time(request.TimeColumn));
        var values = Values(label, time, named);
        hasImages = values.Count > 0 && columns[values[0]].Kind == TypedKind.Image;
        places = [.. values, .. label >= 0 ? [label] : Array.Empty<int>(), .. time is { } column ? [column] : Array.Empty<int>()];
        if (label >= 0)
            labels = new TypedLabels(
                columns[label], HuggingFaceFeatures.ClassNames(notes, columns[label].Name, request.Paths[0]), request.Paths[0]);
        sight = new TypedSight([.. values.Select(k => columns[k])], request.ColumnNames is null ? request.MostCategories : null);
        LookThrough(cancellation);
    }

    public override IReadOnlyList<ImportedColumn> Columns => hasImages ? [] : sight.Columns;

    public override IReadOnlyList<string>? ClassNames => labels?.Names;

    public override long? ExpectedCount { get; }

    public override IEnumerable<string> Warnings =>
        leftOut.Count == 0 ? [] : [$"Left out, as nothing here reads them: {string.Join(", ", leftOut.Take(20))}."];

    public override IEnumerable<ImportedExample> Read(CancellationToken cancellation)
    {
        foreach (var (values, place) in Rows(cancellation))
            yield return new ImportedExample(
                hasImages ? ImageFile.Read(Bytes(values[0], place), place.ToString(), request.Channels ?? images.Channels, request.Size)
                    : new RowValues(sight.Cells(values)),
                labels?.Name(values[request.TimeColumn is null ? ^1 : ^2], place), place)
            {
                Time = request.TimeColumn is null ? null : Time(values[^1], place),
                IsTest = SplitNames.IsTest(place.File, request.Paths),
            };
    }

    private IEnumerable<(object?[] Values, ImportedPlace Place)> Rows(CancellationToken cancellation)
    {
        foreach (var path in request.Paths)
        {
            using var file = open(path);
            var row = 0L;
            foreach (var values in file.Rows(places))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return (values, new ImportedPlace(path, ++row));
            }
        }
    }

    private (IReadOnlyList<TypedColumn> Columns, string? Notes, long? Count) Heads()
    {
        using var first = open(request.Paths[0]);
        var count = first.Count;
        foreach (var path in request.Paths.Skip(1))
        {
            using var file = open(path);
            if (!file.Columns.SequenceEqual(first.Columns))
                throw new DatasetException(
                    $"{path}: found the columns {Told(file.Columns)}, expected those of {request.Paths[0]}: {Told(first.Columns)}.");
            count += file.Count;
        }

        RefuseTwice(first.Columns.Select(column => column.Name));
        return (first.Columns, first.HuggingFace, count);
    }

    // A column that is read as a value is none of labels, unless it is asked for.
    private int Label(LabelColumns named)
    {
        var found = named.Label(request.LabelColumn, request.NeedsLabels);
        return found >= 0 && request.LabelColumn is null && request.ColumnNames?.Contains(columns[found].Name) == true ? -1 : found;
    }

    // A list has a column for each of its numbers: NAME[0], ...
    private bool IsRead(TypedColumn column) => request.ColumnNames is not { } read || read.Contains(column.Name)
        || (column.Kind == TypedKind.Numbers && read.Any(name => name.StartsWith($"{column.Name}[", StringComparison.Ordinal)));

    // Where there are images, the other columns are not learned from.
    private List<int> Values(int label, int? time, LabelColumns named)
    {
        List<int> others = [.. Enumerable.Range(0, columns.Count).Where(k => k != label && k != time)];
        var images = others.FindAll(k => columns[k].Kind == TypedKind.Image);
        List<int> values = images.Count > 0 ? images[..1] : others.FindAll(k => columns[k].Kind != TypedKind.Other && IsRead(columns[k]));
        leftOut.AddRange(others.Except(values).Select(k => $"{columns[k].Name} ({columns[k].TypeName})"));
        return values.Count > 0 || request.ColumnNames is not null
            ? values
            : throw new DatasetException(
                $"{request.Paths[0]}: found no column to learn from beside those of the label and the time. Columns: {named.Listed}.");
    }

    private void LookThrough(CancellationToken cancellation)
    {
        if (!hasImages && !sight.IsNeeded) return;
        foreach (var (values, place) in Rows(cancellation))
        {
            if (hasImages) images.Add(ImageFile.Header(Bytes(values[0], place), place.ToString()), place);
            else sight.Add(values, place);
        }

        if (request.Size is null) images.RefuseSeveralSizes(request.Paths[0]);
        RefuseTwice(sight.Columns.Select(column => column.Name));
        if (sight.Columns.Count == 0 && request.ColumnNames is null)
            throw new DatasetException($"{request.Paths[0]}: found no column to learn from: its lists are empty.");
    }

    private void RefuseTwice(IEnumerable<string> names)
    {
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new DatasetException($"{request.Paths[0]}: found two columns called '{twice.Key}', expected different names.");
    }

    private byte[] Bytes(object? value, ImportedPlace place) => value as byte[] ?? throw new DatasetException(
        $"{place}: column {columns[places[0]].Name}: found no bytes of an image. Write the images into the file, not their paths alone.");

    private DateTime? Time(object? value, ImportedPlace place) => value switch
    {
        null => null,
        DateTime time => time,
        _ => TextCell.Time(TypedLabels.Text(value), request.TimeColumn, place),
    };

    private static string Told(IReadOnlyList<TypedColumn> columns) =>
        string.Join(", ", columns.Take(20).Select(column => $"{column.Name} ({column.TypeName})"));
}
