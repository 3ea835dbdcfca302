using System.Text.Json;
using Alma.Experiments.Options;
using Alma.Learning.Learners;
using Alma.Runs;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>
/// Saves a run between megabatches: one safetensors file with the learner's networks (<c>networks.0.NAME</c>), its
/// replay memory (<c>memory.training</c>, <c>memory.validation</c>) and, as JSON in the metadata, the run's state.
/// </summary>
public sealed class CheckpointFile(RunFolder folder, CheckpointOptions options, LearnerOptions learnerOptions)
{
    internal const string StateKey = "alma.state";
    private const string StructureKey = "alma.structure";

    private readonly JsonSerializerOptions json = CheckpointJson.For(learnerOptions);

    /// <summary>Saves the state after a megabatch, and its model where models are kept. The file before is replaced at once, or not at all.</summary>
    public void Save(ExperimentState state, Learner learner)
    {
        var networks = learner.Networks.SelectMany((network, k) => network.NamedState().Select(entry => (Name: $"networks.{k}.{entry.Name}", entry.Value)));
        using var scope = NewDisposeScope();
        (string, Tensor)[] memory =
        [
            ("memory.training", tensor(learner.State.Remembered.Training)),
            ("memory.validation", tensor(learner.State.Remembered.Validation)),
            ("member_weights", tensor(learner.State.MemberWeights.ToArray())),
        ];
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [StateKey] = JsonSerializer.Serialize(state, json) };
        Directory.CreateDirectory(folder.CheckpointFolder);
        if (options.KeepModels) SaveModel(learner, state.NextMegabatch - 1);
        AtomicFile.Write(folder.CheckpointFile, stream => SafetensorsWriter.Write(stream, metadata, [.. networks, .. memory]));
    }

    /// <summary>What was saved last, or null where nothing was yet.</summary>
    /// <exception cref="SafetensorsException">The checkpoint is damaged.</exception>
    public SavedCheckpoint? Open() => File.Exists(folder.CheckpointFile) ? SavedCheckpoint.Read(folder.CheckpointFile, json) : null;

    private void SaveModel(Learner learner, int megabatch)
    {
        Directory.CreateDirectory(folder.ModelsFolder);
        using var scope = NewDisposeScope();
        var single = learner.Networks.Count == 1;
        var parameters = learner.Networks.SelectMany((network, k) => network.NamedState().Select(entry => (single ? entry.Name : $"models.{k}.{entry.Name}", entry.Value)));
        var structures = JsonSerializer.Serialize(learner.Networks.Select(network => network.Structure), json);
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [StructureKey] = structures };
        AtomicFile.Write(folder.ModelFile(megabatch), stream => SafetensorsWriter.Write(stream, metadata, [.. parameters]));
    }
}
