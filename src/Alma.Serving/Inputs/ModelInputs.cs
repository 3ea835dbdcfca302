using Alma.Data;
using Alma.Data.Imports;
using Alma.Serving.Models;

namespace Alma.Serving.Inputs;

/// <summary>
/// The examples that paths name, as a model takes them: image files and folders of them, or tables, arrays and shards as
/// <c>alma data import</c> reads them. They are read one after the other, and labels may be there or not.
/// </summary>
public static class ModelInputs
{
    /// <param name="paths">That exist.</param>
    /// <exception cref="DatasetException">
    /// They are of no known format, damaged, or not what the model takes; the message names the place.
    /// </exception>
    public static IEnumerable<InputExample> Read(
        ModelInput input, IReadOnlyList<string> paths, InputReading reading, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(reading);
        if (paths.All(ImagePaths.AreImages))
            return input is ImageInput images
                ? Images(images, paths, reading, cancellation)
                : throw new DatasetException($"{paths[0]}: found images; the model takes {input.Description}.");
        return Imported(input, paths, reading, cancellation);
    }

    private static IEnumerable<InputExample> Images(
        ImageInput input, IReadOnlyList<string> paths, InputReading reading, CancellationToken cancellation)
    {
        foreach (var (path, label) in ImagePaths.Of(paths))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new(path, label, input.Pixels(ImageFile.Bytes(path), path, reading.Resizes), []);
        }
    }

    private static IEnumerable<InputExample> Imported(
        ModelInput input, IReadOnlyList<string> paths, InputReading reading, CancellationToken cancellation)
    {
        var request = new ImportRequest(paths)
        {
            LabelColumn = reading.LabelColumn,
            Encoding = reading.Encoding,
            NeedsLabels = false,
            ColumnNames = input is TableInput table ? table.Columns.Select(column => column.Name).ToHashSet() : null,
            Channels = (input as ImageInput)?.Shape.Channels,
            Size = reading.Resizes && input is ImageInput { Shape: var shape } && shape.Height == shape.Width ? shape.Height : null,
        };
        using var source = ImportFormats.Open(request, cancellation);
        var rows = input is ImageInput && source.Columns.Count == 0
            ? null
            : new InputRows(Table(input, source, paths[0]), source.Columns, paths[0]);
        foreach (var example in source.Read(cancellation))
            yield return example.Values switch
            {
                ImageValues image => new(example.Place.ToString(), example.Label, Fitting(input, image, example.Place), []),
                RowValues row => new(example.Place.ToString(), example.Label, [], rows!.Encode(row.Cells, example.Place.ToString())),
                _ => throw new DatasetException($"{example.Place}: found what is neither image nor row."),
            };
    }

    private static TableInput Table(ModelInput input, ImportSource source, string path) => input as TableInput
        ?? throw new DatasetException(
            $"{path}: found a table with the columns {string.Join(", ", source.Columns.Take(10).Select(column => column.Name))}; "
            + $"the model takes {input.Description}.");

    private static byte[] Fitting(ModelInput input, ImageValues image, ImportedPlace place) =>
        input is ImageInput { Shape: var shape } && shape == image.Shape
            ? image.Pixels
            : throw new DatasetException(
                $"{place}: found an image of {image.Shape.Width} x {image.Shape.Height} pixels and {image.Shape.Channels} "
                + $"channel{(image.Shape.Channels == 1 ? "" : "s")}; the model takes {input.Description}.");
}
