using System.Text.Json;
using Alma.Experiments.Options;
using Alma.Learning.Architectures;
using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Runs;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>
/// Saves and restores a run between megabatches: one safetensors file with the learner's networks (<c>networks.0.NAME</c>), its
/// replay memory (<c>memory.training</c>, <c>memory.validation</c>) and, as JSON in the metadata, the run's state.
/// </summary>
public sealed class CheckpointFile(RunFolder folder, CheckpointOptions options)
{
    private const string StateKey = "alma.state";
    private const string StructureKey = "alma.structure";
    private static readonly JsonSerializerOptions json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public bool Exists => File.Exists(folder.CheckpointFile);

    /// <summary>Saves the state after a megabatch, and its model where models are kept. The file before is replaced at once, or not at all.</summary>
    public void Save(ExperimentState state, Learner learner)
    {
        var networks = learner.Networks.SelectMany((network, k) => network.NamedParameters().Select(entry => (Name: $"networks.{k}.{entry.Name}", entry.Value)));
        using var scope = NewDisposeScope();
        (string, Tensor)[] memory = [("memory.training", tensor(learner.Remembered.Training)), ("memory.validation", tensor(learner.Remembered.Validation))];
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [StateKey] = JsonSerializer.Serialize(state, json) };
        if (options.KeepModels) SaveModel(learner, state.NextMegabatch - 1);
        AtomicFile.Write(folder.CheckpointFile, stream => SafetensorsWriter.Write(stream, metadata, [.. networks, .. memory]));
    }

    /// <summary>Puts the learner back as it was saved.</summary>
    /// <exception cref="SafetensorsException">The checkpoint is missing or damaged.</exception>
    public ExperimentState Restore(Learner learner, Device device)
    {
        using var file = SafetensorsFile.Read(folder.CheckpointFile);
        var state = ReadState(file);
        var networks = state.Networks.Select((structure, k) => ReadNetwork(file, $"networks.{k}.", structure, device)).ToArray();
        learner.Restore(networks, new TrainingSplit(file["memory.training"].data<long>().ToArray(), file["memory.validation"].data<long>().ToArray()));
        return state;
    }

    private static Network ReadNetwork(SafetensorsFile file, string prefix, NetworkStructure structure, Device device)
    {
        using var generator = new Generator(0, CPU);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var network = new Network(structure, device, generator);
        foreach (var (name, value) in network.NamedParameters()) value.copy_(file[prefix + name]);
        return network;
    }

    private void SaveModel(Learner learner, int megabatch)
    {
        Directory.CreateDirectory(folder.ModelsFolder);
        using var scope = NewDisposeScope();
        var single = learner.Networks.Count == 1;
        var parameters = learner.Networks.SelectMany((network, k) => network.NamedParameters().Select(entry => (single ? entry.Name : $"models.{k}.{entry.Name}", entry.Value)));
        var structures = JsonSerializer.Serialize(learner.Networks.Select(network => network.Structure), json);
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [StructureKey] = structures };
        AtomicFile.Write(folder.ModelFile(megabatch), stream => SafetensorsWriter.Write(stream, metadata, [.. parameters]));
    }

    private ExperimentState ReadState(SafetensorsFile file)
    {
        try
        {
            return JsonSerializer.Deserialize<ExperimentState>(file.Metadata[StateKey], json)!;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or NotSupportedException)
        {
            throw new SafetensorsException($"{folder.CheckpointFile} is no checkpoint of Alma: {fault.Message}", fault);
        }
    }
}
