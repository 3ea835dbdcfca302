using System.Text.Json;
using Alma.Experiments.Options;
using Alma.Learning.Learners;
using Alma.Learning.Learners.Combination;
using Alma.Runs;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>
/// Saves a run: one safetensors file with the learner's networks (<c>networks.0.NAME</c>), its replay memory
/// (<c>memory.training</c>, <c>memory.validation</c>), the update under way (<c>update.NAME</c>) and, as JSON in the metadata, the run's
/// state and the config it goes on with. The last two are kept.
/// </summary>
public sealed class CheckpointFile(RunFolder folder, CheckpointOptions options, LearnerOptions learnerOptions)
{
    internal const string StateKey = "alma.state";
    internal const string ConfigKey = "alma.config";

    /// <summary>The config that whatever goes on from the checkpoint must have.</summary>
    public PinnedConfig? Config { get; init; }

    /// <summary>What models say of the data and the run they are of.</summary>
    public ModelOrigin? Origin { get; init; }

    private readonly JsonSerializerOptions json = CheckpointJson.For(learnerOptions);

    /// <summary>Saves the state after a megabatch, and its model where models are kept.</summary>
    public void Save(ExperimentState state, Learner learner)
    {
        using var scope = NewDisposeScope();
        if (options.KeepModels) SaveModel(learner, state.NextMegabatch - 1);
        Save(CheckpointContent.Of(state, learner.State, update: null));
    }

    /// <summary>What was saved last, or before it where that is damaged; null where nothing was yet.</summary>
    /// <exception cref="SafetensorsException">Both are damaged.</exception>
    public SavedCheckpoint? Open()
    {
        if (!File.Exists(folder.CheckpointFile) && !File.Exists(folder.PreviousCheckpointFile)) return null;
        try
        {
            return SavedCheckpoint.Read(folder.CheckpointFile, json);
        }
        catch (SafetensorsException damage) when (File.Exists(folder.PreviousCheckpointFile))
        {
            var previous = SavedCheckpoint.Read(folder.PreviousCheckpointFile, json);
            return previous.AsFallback(
                $"{damage.Message}. The run goes on from the checkpoint before it, {folder.PreviousCheckpointFile}.");
        }
    }

    /// <summary>The first megabatch that what was saved has not learned from yet: 0 where nothing was.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public int NextMegabatch()
    {
        using var saved = Open();
        return saved?.State.NextMegabatch ?? 0;
    }

    /// <summary>Saves a checkpoint. The one before it is kept, and each is replaced at once or not at all.</summary>
    internal void Save(CheckpointContent content)
    {
        var metadata = new Dictionary<string, string> { ["format"] = "pt", [StateKey] = JsonSerializer.Serialize(content.State, json) };
        if (Config is not null) metadata[ConfigKey] = JsonSerializer.Serialize(Config.Values);
        folder.RequireThere();
        AtomicFile.Write(
            folder.CheckpointFile,
            stream => SafetensorsWriter.Write(stream, metadata, content.Tensors),
            keep: folder.PreviousCheckpointFile,
            within: folder.Path);
    }

    private void SaveModel(Learner learner, int megabatch)
    {
        folder.RequireThere();
        using var scope = NewDisposeScope();
        int? classCount = learner.Networks.Count == 0 ? null : learner.Networks.Max(network => network.Structure.ClassCount);
        var single = learner.Networks.Count == 1;
        var parameters = learner.Networks.SelectMany((network, k) =>
            network.NamedState().Select(entry => (single ? entry.Name : $"models.{k}.{entry.Name}", entry.Value)));
        var structures = JsonSerializer.Serialize(learner.Networks.Select(network => network.Structure), json);
        var metadata = new Dictionary<string, string>(Origin?.Metadata(megabatch, classCount) ?? [])
        {
            ["format"] = "pt",
            [ModelKeys.Structure] = structures,
        };
        // a rule of a program's own need not be one that JSON can hold
        if (learner.Rule.GetType().Assembly == typeof(CombinationRule).Assembly)
            metadata[ModelKeys.Combination] = JsonSerializer.Serialize(learner.Rule, json);
        AtomicFile.Write(
            folder.ModelFile(megabatch), stream => SafetensorsWriter.Write(stream, metadata, [.. parameters]), within: folder.Path);
    }
}
