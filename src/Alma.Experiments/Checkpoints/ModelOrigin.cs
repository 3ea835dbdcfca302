using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Data;
using Alma.Data.Stores;
using Alma.Learning.Streams;

namespace Alma.Experiments.Checkpoints;

/// <summary>
/// What whoever uses a saved model must know beside its weights: which input it takes, what its outputs are called, and which run it is of.
/// It stands in the metadata of the file, as text.
/// </summary>
/// <param name="InputShape">(C, H, W) of one example; (F) of a row of a table.</param>
/// <param name="Normalisation">Per channel, of pixels in 0..1; null for tables, whose rows are numbers already.</param>
/// <param name="ClassNames">Of the outputs, in order, once all classes have come.</param>
/// <param name="Recipe">Of the run.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Run">The number of the replicate.</param>
public sealed record ModelOrigin(
    IReadOnlyList<int> InputShape, Normalisation? Normalisation, IReadOnlyList<string> ClassNames, string Recipe, long Seed, int Run)
{
    /// <summary>The data set that it learned from.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>What may be done with that data; null where nobody said so.</summary>
    public string? Licence { get; init; }

    /// <summary>Of a table, the columns that its rows are made of, and how.</summary>
    public IReadOnlyList<EncodedColumn>? Columns { get; init; }

    private static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <param name="classes">In which order the classes come, where not all are known from the start.</param>
    public static ModelOrigin Of(ExperimentSetup setup, ClassArrivals? classes)
    {
        var data = setup.Datasets.Main;
        var isTable = data.Train.AreRows;
        return new(
            isTable ? [data.Train.Width] : [data.Train.Channels, data.Train.Height, data.Train.Width],
            isTable ? null : data.Normalisation,
            classes is null ? data.ClassNames : [.. classes.Order.Select(label => data.ClassNames[label])],
            setup.Recipe,
            setup.Options.Seed,
            setup.Options.Run)
        {
            Dataset = data.Name,
            Licence = data.Licence,
            Columns = data.Columns,
        };
    }

    /// <summary>Metadata by key.</summary>
    /// <param name="megabatch">After which the model was saved, zero-based.</param>
    /// <param name="classCount">Outputs that it has; null for a learner that has no model yet.</param>
    public IEnumerable<KeyValuePair<string, string>> Metadata(int megabatch, int? classCount)
    {
        yield return new(ModelKeys.Classes, JsonSerializer.Serialize(ClassNames.Take(classCount ?? ClassNames.Count), json));
        yield return new(ModelKeys.InputShape, JsonSerializer.Serialize(InputShape, json));
        if (Normalisation is { } normalisation)
            yield return new(
                ModelKeys.Normalisation,
                JsonSerializer.Serialize(new { normalisation.Mean, Std = normalisation.StandardDeviation }, json));
        if (Columns is not null) yield return new(ModelKeys.Table, JsonSerializer.Serialize(Columns, json));
        if (Dataset.Length > 0) yield return new(ModelKeys.Dataset, Dataset);
        if (Licence is not null) yield return new(ModelKeys.Licence, Licence);
        yield return new(ModelKeys.Run, JsonSerializer.Serialize(new { Recipe, Seed, Run }, json));
        yield return new(ModelKeys.Megabatch, megabatch.ToString(CultureInfo.InvariantCulture));
    }
}
