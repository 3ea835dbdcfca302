using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alma.Data;
using Alma.Data.Stores;
using Alma.Experiments.Checkpoints;
using Alma.Learning.Export;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Networks;

namespace Alma.Experiments.Models;

/// <summary>
/// A model that a run saved, as its file says it: networks, how they are combined and what they take. It needs no LibTorch.
/// </summary>
public sealed record SavedModel
{
    private const int MaxNetworks = 1 << 16;

    /// <summary>Sizes of networks that their weights do not show are no larger.</summary>
    private const long MaxSize = 1 << 17;

    private SavedModel()
    {
    }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    public required IReadOnlyList<ModelNetwork> Networks { get; init; }

    public required CombinationRule Rule { get; init; }

    public required NetworkInput Input { get; init; }

    /// <summary>Of the outputs, in order.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>The megabatch after which it was saved, from 0.</summary>
    public int? Megabatch { get; init; }

    public string? Recipe { get; init; }

    /// <summary>The data set that it learned from.</summary>
    public string? Dataset { get; init; }

    /// <summary>What may be done with that data; null where nobody said so.</summary>
    public string? Licence { get; init; }

    /// <param name="own">Assemblies whose architectures it may have beside those of Alma.</param>
    /// <exception cref="SafetensorsException">The file is damaged, no model of Alma, or of a version that did not say enough.</exception>
    public static SavedModel Read(string path, params Assembly[] own)
    {
        var file = SafetensorsContent.Read(path);
        try
        {
            return Of(file, path, CheckpointJson.With(own));
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or SafetensorsException))
        {
            // a structure of a program's own may refuse in any way
            throw new SafetensorsException($"{path} is no model of Alma: {fault.Message}", fault);
        }
    }

    private static SavedModel Of(SafetensorsContent file, string path, JsonSerializerOptions json)
    {
        RefuseAbsurdSizes(JsonNode.Parse(Text(file, ModelKeys.Structure), documentOptions: new() { MaxDepth = json.MaxDepth }), file);
        var structures = Parsed<NetworkStructure[]>(file, ModelKeys.Structure, json)!;
        if (structures.Length is 0 or > MaxNetworks || Array.Exists(structures, structure => structure is null))
            throw new JsonException($"it has {structures.Length} networks, or one is null");
        if (!file.Metadata.ContainsKey(ModelKeys.Combination))
            throw new SafetensorsException(
                $"{path} does not say how its networks are combined: it is of an earlier version of Alma, or of a learner with a rule of "
                + "its own. Models that Alma's own learners save now say it.");
        var classes = Parsed<string[]>(file, ModelKeys.Classes, json)!;
        var outputCount = structures.Max(structure => structure.ClassCount); // fewer where a network is older than a class
        if (classes.Length != outputCount) throw new JsonException($"it has {outputCount} outputs, and {classes.Length} classes");
        var run = file.Metadata.ContainsKey(ModelKeys.Run) ? JsonNode.Parse(file.Metadata[ModelKeys.Run]) : null;
        return new SavedModel
        {
            Path = path,
            Networks = [.. structures.Select((structure, k) => new ModelNetwork(
                structure, Weights(file, structures.Length == 1 ? "" : $"models.{k}.")))],
            Rule = Parsed<CombinationRule>(file, ModelKeys.Combination, json) ?? throw new JsonException("its combination is null"),
            Input = InputOf(file, structures[0].InputShape, json),
            ClassNames = classes,
            Megabatch = file.Metadata.ContainsKey(ModelKeys.Megabatch) ? Parsed<int>(file, ModelKeys.Megabatch, json) : null,
            Recipe = run?["recipe"]?.GetValue<string>(),
            Dataset = file.Metadata.GetValueOrDefault(ModelKeys.Dataset),
            Licence = file.Metadata.GetValueOrDefault(ModelKeys.Licence),
        };
    }

    private static NetworkInput InputOf(SafetensorsContent file, ImageShape shape, JsonSerializerOptions json)
    {
        if (file.Metadata.ContainsKey(ModelKeys.Normalisation))
        {
            var said = Parsed<WrittenNormalisation>(file, ModelKeys.Normalisation, json)!;
            return new(shape, new Normalisation([.. said.Mean], [.. said.Std]));
        }

        if (!file.Metadata.ContainsKey(ModelKeys.Table)) return new(shape, null);
        var columns = Parsed<EncodedColumn[]>(file, ModelKeys.Table, json)!;
        var featureCount = columns.Sum(column => (long)column.FeatureCount);
        return featureCount == shape.Size
            ? new(shape, null) { Columns = columns }
            : throw new JsonException($"its columns become {featureCount} numbers, and it takes {shape.Size}");
    }

    private static Dictionary<string, WeightArray> Weights(SafetensorsContent file, string prefix) => file.Tensors
        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .Select(entry => (Name: entry.Key[prefix.Length..], Values: entry.Value.Weights()))
        .Where(entry => entry.Values is not null)
        .ToDictionary(entry => entry.Name, entry => entry.Values!);

    // What is built by its sizes alone must not take all memory before a weight is missed.
    private static void RefuseAbsurdSizes(JsonNode? structure, SafetensorsContent file)
    {
        var largest = Math.Max(MaxSize, file.Tensors.Values.Sum(tensor => (long)tensor.Bytes.Length));
        var nodes = new Stack<JsonNode?>([structure]);
        while (nodes.TryPop(out var node))
        {
            if (node is JsonValue value && value.TryGetValue(out double size) && !(Math.Abs(size) <= largest))
                throw new JsonException($"its structure has the size {value}");
            IEnumerable<JsonNode?> within = node switch
            {
                JsonArray array => array,
                JsonObject members => members.Select(member => member.Value),
                _ => [],
            };
            foreach (var inner in within) nodes.Push(inner);
        }
    }

    private static string Text(SafetensorsContent file, string key) =>
        file.Metadata.TryGetValue(key, out var text) ? text : throw new JsonException($"it has no {key}");

    private static T? Parsed<T>(SafetensorsContent file, string key, JsonSerializerOptions json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Text(file, key), json) ?? throw new JsonException("it is null");
        }
        catch (Exception unfit) when (unfit is JsonException or NotSupportedException or ArgumentException)
        {
            throw new JsonException($"{key}: {unfit.Message.Split('\n')[0]}", unfit);
        }
    }

    private sealed record WrittenNormalisation(ImmutableArray<float> Mean, ImmutableArray<float> Std);
}
