using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Experiments.Options;
using Alma.Learning.Learners;
using Alma.Runs;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>
/// Saves a run between megabatches: one safetensors file with the learner's networks (<c>networks.0.NAME</c>), its
/// replay memory (<c>memory.training</c>, <c>memory.validation</c>) and, as JSON in the metadata, the run's state.
/// </summary>
public sealed class CheckpointFile(RunFolder folder, CheckpointOptions options)
{
    internal const string StateKey = "alma.state";
    private const string StructureKey = "alma.structure";

    internal static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) }, // a name outlives the order of an enum
    };

    /// <summary>Saves the state after a megabatch, and its model where models are kept. The file before is replaced at once, or not at all.</summary>
    public void Save(ExperimentState state, Learner learner)
    {
        var networks = learner.Networks.SelectMany((network, k) => network.NamedParameters().Select(entry => (Name: $"networks.{k}.{entry.Name}", entry.Value)));
        using var scope = NewDisposeScope();
        (string, Tensor)[] memory = [("memory.training", tensor(learner.Remembered.Training)), ("memory.validation", tensor(learner.Remembered.Validation))];
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [StateKey] = JsonSerializer.Serialize(state, Json) };
        Directory.CreateDirectory(folder.CheckpointFolder);
        if (options.KeepModels) SaveModel(learner, state.NextMegabatch - 1);
        AtomicFile.Write(folder.CheckpointFile, stream => SafetensorsWriter.Write(stream, metadata, [.. networks, .. memory]));
    }

    /// <summary>What was saved last, or null where nothing was yet.</summary>
    /// <exception cref="SafetensorsException">The checkpoint is damaged.</exception>
    public SavedCheckpoint? Open() => File.Exists(folder.CheckpointFile) ? SavedCheckpoint.Read(folder.CheckpointFile) : null;

    private void SaveModel(Learner learner, int megabatch)
    {
        Directory.CreateDirectory(folder.ModelsFolder);
        using var scope = NewDisposeScope();
        var single = learner.Networks.Count == 1;
        var parameters = learner.Networks.SelectMany((network, k) => network.NamedParameters().Select(entry => (single ? entry.Name : $"models.{k}.{entry.Name}", entry.Value)));
        var structures = JsonSerializer.Serialize(learner.Networks.Select(network => network.Structure), Json);
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [StructureKey] = structures };
        AtomicFile.Write(folder.ModelFile(megabatch), stream => SafetensorsWriter.Write(stream, metadata, [.. parameters]));
    }
}
