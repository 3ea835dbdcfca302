namespace Alma.Data.Imports;

/// <summary>
/// Arrays in pairs: one of examples and one of their labels, or such a pair to train on and others to test on, by the names that Keras,
/// MedMNIST, <c>numpy.savez</c> and MNIST have for them. Examples are images of bytes, (N, H, W), (N, H, W, C) or (N, C, H, W), or rows of
/// numbers (N, F).
/// </summary>
internal sealed class ArrayPairs : ImportSource
{
    private static readonly (string[] Examples, string[] Labels, bool IsTest)[] usual =
    [
        (["x_train", "train_images", "X_train"], ["y_train", "train_labels"], false),
        (["x", "X", "images", "data"], ["y", "Y", "labels", "label", "target"], false),
        (["val_images", "x_val"], ["val_labels", "y_val"], true),
        (["x_test", "test_images", "X_test", "t10k_images"], ["y_test", "test_labels", "t10k_labels"], true),
    ];

    private readonly ImportRequest request;
    private readonly IReadOnlyList<Func<INamedArrays>> groups;
    private readonly int columns;

    /// <param name="groups">What opens arrays among which pairs are looked for, one group after the other.</param>
    /// <exception cref="DatasetException">A file holds no such arrays, or a time was asked for.</exception>
    public ArrayPairs(ImportRequest request, IReadOnlyList<Func<INamedArrays>> groups)
    {
        (this.request, this.groups) = (request, groups);
        if (request.TimeColumn is { } time)
            throw new DatasetException($"{request.Paths[0]}: arrays have no columns, and so no '{time}' with times.");
        var counts = groups.SelectMany(open =>
        {
            using var group = open();
            return Pairs(group).Select(pair => Sizes(group, pair)).ToList();
        }).ToList();
        columns = counts.Max(size => size.Columns);
        ExpectedCount = counts.Sum(size => size.Count);
    }

    /// <summary>Opens archives of NumPy arrays (.npz), each with pairs of its own.</summary>
    public static ArrayPairs OfArchives(ImportRequest request) =>
        new(request, [.. request.Paths.Select(path => (Func<INamedArrays>)(() => new ZippedArrays(path)))]);

    /// <summary>Opens files of one array each, which are pairs together.</summary>
    public static ArrayPairs OfFiles(ImportRequest request) => new(request, [() => new LooseArrays(request.Paths)]);

    public override IReadOnlyList<ImportedColumn> Columns =>
        [.. Enumerable.Range(0, columns).Select(index => new ImportedColumn($"{index}", ColumnKind.Number))];

    public override long? ExpectedCount { get; }

    public override IEnumerable<ImportedExample> Read(CancellationToken cancellation)
    {
        foreach (var open in groups)
        {
            using var group = open();
            foreach (var pair in Pairs(group))
                foreach (var example in Examples(group, pair))
                {
                    cancellation.ThrowIfCancellationRequested();
                    yield return example;
                }
        }
    }

    private IEnumerable<ImportedExample> Examples(INamedArrays group, Pair pair)
    {
        var (path, place) = (group.Path, group.PathOf(pair.Examples));
        using var examples = group.Open(pair.Examples);
        using var labels = pair.Labels is null ? null : group.Open(pair.Labels);
        var layout = Layout(examples, path);
        for (var row = 1L; group.Next(examples); row++)
        {
            if (labels is not null && !group.Next(labels)) throw Odd(examples, labels, path);
            var values = layout is { } image ? (ImportedValues)Image(examples.Bytes, image) : Row(examples, columns, path);
            yield return new ImportedExample(values, labels?.Label(), new ImportedPlace(place, row)) { IsTest = pair.IsTest };
        }

        if (labels is not null && group.Next(labels)) throw Odd(examples, labels, path);
    }

    private ImageValues Image(ReadOnlySpan<byte> stored, ImageLayout layout)
    {
        var (shape, pixels) = (layout.Shape, stored.ToArray());
        if (layout.HasChannelsLast && shape.Channels > 1)
            for (var channel = 0; channel < shape.Channels; channel++)
                for (var pixel = 0; pixel < shape.Height * shape.Width; pixel++)
                    pixels[(channel * shape.Height * shape.Width) + pixel] = stored[(pixel * shape.Channels) + channel];
        return request.Size is { } side
            ? new ImageValues(new ImageShape(shape.Channels, side, side), ImageScaling.Square(pixels, shape, side))
            : new ImageValues(shape, pixels);
    }

    private static RowValues Row(StoredArray rows, int columns, string path)
    {
        if (rows.EntryLength != columns)
            throw new DatasetException($"{path}: found rows of {rows.EntryLength} values, expected {columns} as in the other arrays.");
        var cells = new object?[columns];
        for (var k = 0; k < columns; k++) cells[k] = rows.Number(k) is var value && double.IsNaN(value) ? null : value;
        return new RowValues(cells);
    }

    private static (int Columns, long Count) Sizes(INamedArrays group, Pair pair)
    {
        var path = group.Path;
        using var examples = group.Open(pair.Examples);
        using var labels = pair.Labels is null ? null : group.Open(pair.Labels);
        if (labels is not null && (labels.Shape[0] != examples.Shape[0] || labels.Shape.Skip(1).Any(size => size != 1)))
            throw Odd(examples, labels, path);
        return (Layout(examples, path) is null ? examples.EntryLength : 0, examples.Shape[0]);
    }

    // Null for rows of numbers.
    private static ImageLayout? Layout(StoredArray examples, string path)
    {
        var sizes = examples.Shape[1..];
        if (sizes.Length == 1 && sizes[0] > 0 && examples.IsNumeric) return null;
        if (examples.IsBytes && examples.EntryLength > 0)
        {
            if (sizes is [var height, var width]) return new(new(1, (int)height, (int)width), false);
            if (sizes is [var h, var w, 1 or 3]) return new(new((int)sizes[2], (int)h, (int)w), true);
            if (sizes is [1 or 3, var high, var wide]) return new(new((int)sizes[0], (int)high, (int)wide), false);
        }

        throw new DatasetException(
            $"{path}: found examples of shape {examples.Told}{(examples.IsBytes ? "" : " that are no bytes")}, expected images of bytes "
            + "(N, H, W), (N, H, W, C) or (N, C, H, W) with 1 or 3 channels, or rows of numbers (N, F).");
    }

    private List<Pair> Pairs(INamedArrays group)
    {
        string? Found(string[] names) => Array.Find(names, group.Names.Contains);
        List<Pair> pairs =
        [
            .. from pair in usual
               let examples = Found(pair.Examples)
               let labels = Found(request.LabelColumn is { } column && !pair.IsTest ? [column, .. pair.Labels] : pair.Labels)
               where examples is not null && (labels is not null || !request.NeedsLabels)
               select new Pair(examples, labels, pair.IsTest),
        ];
        if (!request.NeedsLabels && pairs.Count == 0 && group.Names.Count == 1) pairs.Add(new(group.Names.First(), null, false));
        return pairs.Exists(pair => !pair.IsTest || !request.NeedsLabels)
            ? pairs
            : throw new DatasetException(
                $"{group.Path}: found the arrays {string.Join(", ", group.Names.Order(StringComparer.Ordinal).Take(20))}; expected x and "
                + "y, or x_train and y_train with x_test and y_test, or train_images and train_labels with test_images and test_labels.");
    }

    private static DatasetException Odd(StoredArray examples, StoredArray labels, string path) =>
        new($"{path}: found labels of shape {labels.Told} for examples of shape {examples.Told}; expected one label for each example.");

    private sealed record Pair(string Examples, string? Labels, bool IsTest);

    private sealed record ImageLayout(ImageShape Shape, bool HasChannelsLast);
}
