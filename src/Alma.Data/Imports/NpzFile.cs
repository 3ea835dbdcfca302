using System.IO.Compression;
using Alma.Files;

namespace Alma.Data.Imports;

/// <summary>
/// Files of NumPy arrays (.npz) as Keras, MedMNIST and <c>numpy.savez</c> leave them: an array of examples and one of their labels, or
/// such a pair to train on and others to test on. Examples are images of bytes, (N, H, W), (N, H, W, C) or (N, C, H, W), or rows of
/// numbers (N, F).
/// </summary>
internal sealed class NpzFile : ImportSource
{
    private static readonly (string[] Examples, string[] Labels, bool IsTest)[] usual =
    [
        (["x_train", "train_images", "X_train"], ["y_train", "train_labels"], false),
        (["x", "X", "images", "data"], ["y", "Y", "labels", "label", "target"], false),
        (["val_images", "x_val"], ["val_labels", "y_val"], true),
        (["x_test", "test_images", "X_test"], ["y_test", "test_labels"], true),
    ];

    private readonly ImportRequest request;
    private readonly int columns;

    /// <exception cref="DatasetException">A file holds no such arrays, or a time was asked for.</exception>
    public NpzFile(ImportRequest request)
    {
        this.request = request;
        if (request.TimeColumn is { } time)
            throw new DatasetException($"{request.Paths[0]}: arrays have no column '{time}' as --time says.");
        var counts = request.Paths.Select(path =>
        {
            using var archive = Archive(path);
            return Pairs(archive, path).Select(pair => Sizes(pair, path)).ToList();
        }).ToList();
        columns = counts.SelectMany(file => file).Max(size => size.Columns);
        ExpectedCount = counts.SelectMany(file => file).Sum(size => size.Count);
    }

    public override IReadOnlyList<ImportedColumn> Columns =>
        [.. Enumerable.Range(0, columns).Select(index => new ImportedColumn($"{index}", ColumnKind.Number))];

    public override long? ExpectedCount { get; }

    public override IEnumerable<ImportedExample> Read(CancellationToken cancellation)
    {
        foreach (var path in request.Paths)
        {
            using var archive = Archive(path);
            foreach (var pair in Pairs(archive, path))
                foreach (var example in Examples(pair, path))
                {
                    cancellation.ThrowIfCancellationRequested();
                    yield return example;
                }
        }
    }

    private IEnumerable<ImportedExample> Examples(Pair pair, string path)
    {
        using var examples = Open(pair.Examples, path);
        using var labels = Open(pair.Labels, path);
        var layout = Layout(examples, path);
        for (var row = 1L; Next(examples, path); row++)
        {
            if (!Next(labels, path)) throw Odd(examples, labels, path);
            var values = layout is { } image ? (ImportedValues)Image(examples.Bytes, image) : Row(examples, columns, path);
            var place = new ImportedPlace($"{path}/{pair.Examples.Name}", row);
            yield return new ImportedExample(values, labels.Label(), place) { IsTest = pair.IsTest };
        }

        if (Next(labels, path)) throw Odd(examples, labels, path);
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

    private static RowValues Row(NpyArray rows, int columns, string path)
    {
        if (rows.EntryLength != columns)
            throw new DatasetException($"{path}: found rows of {rows.EntryLength} values, expected {columns} as in the other arrays.");
        var cells = new object?[columns];
        for (var k = 0; k < columns; k++) cells[k] = rows.Number(k) is var value && double.IsNaN(value) ? null : value;
        return new RowValues(cells);
    }

    private static (int Columns, long Count) Sizes(Pair pair, string path)
    {
        using var examples = Open(pair.Examples, path);
        using var labels = Open(pair.Labels, path);
        if (labels.Shape[0] != examples.Shape[0] || labels.Shape.Skip(1).Any(size => size != 1)) throw Odd(examples, labels, path);
        return (Layout(examples, path) is null ? examples.EntryLength : 0, examples.Shape[0]);
    }

    // Null for rows of numbers.
    private static ImageLayout? Layout(NpyArray examples, string path)
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

    private List<Pair> Pairs(ZipArchive archive, string path)
    {
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal)))
            entries.TryAdd(entry.FullName[..^4], entry);
        ZipArchiveEntry? Found(string[] names) => names.Select(entries.GetValueOrDefault).FirstOrDefault(entry => entry is not null);
        List<Pair> pairs =
        [
            .. from pair in usual
               let examples = Found(pair.Examples)
               let labels = Found(request.LabelColumn is { } column && !pair.IsTest ? [column, .. pair.Labels] : pair.Labels)
               where examples is not null && labels is not null
               select new Pair(examples, labels, pair.IsTest),
        ];
        return pairs.Exists(pair => !pair.IsTest)
            ? pairs
            : throw new DatasetException(
                $"{path}: found the arrays {string.Join(", ", entries.Keys.Order(StringComparer.Ordinal).Take(20))}; expected x and y, or "
                + "x_train and y_train with x_test and y_test, or train_images and train_labels with test_images and test_labels.");
    }

    private static ZipArchive Archive(string path)
    {
        try
        {
            var archive = new ZipArchive(RegularFile.Open(path), ZipArchiveMode.Read);
            _ = archive.Entries; // the list of entries is read now
            return archive;
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            throw Damaged(path, damaged);
        }
    }

    private static NpyArray Open(ZipArchiveEntry entry, string path)
    {
        try
        {
            return new NpyArray(entry.Open(), $"{path}/{entry.Name}");
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            throw Damaged(path, damaged);
        }
    }

    private static bool Next(NpyArray array, string path)
    {
        try
        {
            return array.Next();
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            throw Damaged(path, damaged);
        }
    }

    // What the framework's reader of archives raises of damaged ones.
    private static bool IsDamage(Exception fault) => fault is
        InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException;

    private static DatasetException Damaged(string path, Exception damaged) =>
        new($"{path}: found a damaged file ({damaged.Message}), expected arrays as numpy.savez writes them.", damaged);

    private static DatasetException Odd(NpyArray examples, NpyArray labels, string path) =>
        new($"{path}: found labels of shape {labels.Told} for examples of shape {examples.Told}; expected one label for each example.");

    private sealed record Pair(ZipArchiveEntry Examples, ZipArchiveEntry Labels, bool IsTest);

    private sealed record ImageLayout(ImageShape Shape, bool HasChannelsLast);
}
