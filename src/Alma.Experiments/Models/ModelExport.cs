using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Experiments.Checkpoints;
using Alma.Learning.Export;
using Alma.Onnx;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Experiments.Models;

/// <summary>
/// A saved model as one ONNX file, which any runtime computes without Alma or LibTorch: the graph, and in its metadata what it takes, what
/// its classes are called and where it comes from (docs/using-a-model.md).
/// </summary>
public static class ModelExport
{
    /// <summary>Of the metadata.</summary>
    private const string Format = "1";

    private static readonly JsonSerializerOptions json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of the file.</summary>
    /// <param name="run">That the model is of, for its error and its name; null where that is not known.</param>
    /// <exception cref="SafetensorsException">Its weights are not those of its structure.</exception>
    /// <exception cref="OnnxException">It is larger than an ONNX file may be.</exception>
    public static byte[] Bytes(SavedModel model, RunFolder? run = null)
    {
        using var stream = new MemoryStream();
        Write(stream, model, run);
        return stream.ToArray();
    }

    /// <summary>Writes the file.</summary>
    /// <inheritdoc cref="Bytes" path="/param|/exception"/>
    public static void Write(Stream stream, SavedModel model, RunFolder? run = null) =>
        OnnxFile.Write(stream, Graph(model), Metadata(model, run));

    /// <summary>The part of the test set that the model gets wrong, by the run's rows; null where they do not say.</summary>
    public static double? TestError(RunFolder run, int megabatch)
    {
        if (!File.Exists(run.MetricsFile)) return null;
        return MetricLog.Read(run.MetricsFile, Splits.Test)
            .LastOrDefault(row => row.Name == MetricNames.Error && row.Megabatch == megabatch)?.Value;
    }

    private static OnnxGraph Graph(SavedModel model)
    {
        try
        {
            return ModelGraph.Of(model.Input, model.Networks, model.Rule);
        }
        catch (Exception unfit) when (unfit is not (OutOfMemoryException or OnnxException))
        {
            // a structure may refuse what it was given in any way
            throw new SafetensorsException($"{model.Path}: {unfit.Message.Split('\n')[0]}", unfit);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Metadata(SavedModel model, RunFolder? run)
    {
        yield return new("alma.format", Format);
        yield return new("alma.input", Input(model));
        yield return new("alma.class_names", JsonSerializer.Serialize(model.ClassNames, json));
        if (run is not null) yield return new("alma.run", Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Path))));
        if (model.Recipe is { Length: > 0 } recipe) yield return new("alma.recipe", recipe);
        if (model.Dataset is { Length: > 0 } dataset) yield return new("alma.dataset", dataset);
        if (model.Licence is { Length: > 0 } licence) yield return new("alma.licence", licence);
        if (model.Megabatch is not { } megabatch) yield break;
        yield return new("alma.megabatch", megabatch.ToString(CultureInfo.InvariantCulture));
        if (run is not null && TestError(run, megabatch) is >= 0 and <= 1 and var error)
            yield return new("alma.test_error", error.ToString("R", CultureInfo.InvariantCulture));
    }

    private static string Input(SavedModel model)
    {
        var (channels, height, width) = model.Input.Shape;
        if (model.Input.Normalisation is not null) return JsonSerializer.Serialize(new { kind = "image", channels, height, width }, json);
        IEnumerable<EncodedColumn> columns = model.Input.Columns ?? [.. Enumerable.Range(0, model.Input.Shape.Size).Select(k =>
            new EncodedColumn(k.ToString(CultureInfo.InvariantCulture), ColumnKind.Number))];
        return JsonSerializer.Serialize(new { kind = "table", columns = columns.Select(Column) }, json);
    }

    private static object Column(EncodedColumn column) => column.Kind == ColumnKind.Category
        ? new { name = column.Name, kind = "category", categories = column.Categories }
        : new { name = column.Name, kind = column.Kind.ToString().ToLowerInvariant() };
}
