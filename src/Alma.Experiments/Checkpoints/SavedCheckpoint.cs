using System.Text.Json;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>A checkpoint as it was read from disk: the state of the run, and what puts its learner back.</summary>
public sealed class SavedCheckpoint : IDisposable
{
    private readonly SafetensorsFile file;
    private readonly string path;

    private SavedCheckpoint(SafetensorsFile file, string path, ExperimentState state) =>
        (this.file, this.path, State) = (file, path, state);

    /// <summary>The same, noted to stand in for one that was saved later.</summary>
    public SavedCheckpoint AsFallback(string warning) => new(file, path, State) { Warning = warning, Config = Config };

    public ExperimentState State { get; }

    /// <summary>Why it is not the one that was saved last, if it is not.</summary>
    public string? Warning { get; private init; }

    /// <param name="json">How states are written: <see cref="CheckpointJson.For"/>.</param>
    /// <exception cref="SafetensorsException">The file is damaged or no checkpoint of Alma.</exception>
    public static SavedCheckpoint Read(string path, JsonSerializerOptions json)
    {
        var file = SafetensorsFile.Read(path);
        try
        {
            if (!file.Metadata.ContainsKey(SafetensorsChecksum.Key)) throw new JsonException("it has no checksum");
            var state = JsonSerializer.Deserialize<ExperimentState>(file.Metadata[CheckpointFile.StateKey], json)
                ?? throw new JsonException("its state is null");
            var config = file.Metadata.TryGetValue(CheckpointFile.ConfigKey, out var text) ? CheckpointConfig.Read(text) : null;
            return new SavedCheckpoint(file, path, state) { Config = config };
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or SafetensorsException))
        {
            // a structure of a program's own may refuse in any way
            file.Dispose();
            throw new SafetensorsException($"{path} is no checkpoint of Alma: {fault.Message}", fault);
        }
    }

    /// <summary>Gives back the update that was under way, if one was. The checkpoint has to live until it has gone on.</summary>
    /// <exception cref="SafetensorsException">A tensor is missing or of another shape when it is asked for.</exception>
    public void RestoreTo(ResumableUpdate update)
    {
        if (State.Update is { } saved)
            update.Resume(saved, (name, like) => Saved(CheckpointContent.UpdatePrefix + name, like));
    }

    /// <summary>Gives a learner the networks and the replay memory that were saved.</summary>
    /// <exception cref="SafetensorsException">
    /// A tensor is missing, has another shape or holds what no learner leaves, or a network cannot be built.
    /// </exception>
    public void RestoreTo(Learner learner, Device device)
    {
        var networks = new List<Network>();
        try
        {
            foreach (var structure in State.Networks) networks.Add(ReadNetwork($"networks.{networks.Count}.", structure, device));
            learner.Restore(new LearnerState(networks, Remembered, MemberWeights));
        }
        catch
        {
            foreach (var network in networks) network.Dispose();
            throw;
        }
    }

    /// <summary>The config that it was saved with; null in those of earlier versions.</summary>
    public PinnedConfig? Config { get; private init; }

    /// <summary>What the last update trained and validated on.</summary>
    internal TrainingSplit Remembered =>
        new(List<long>("memory.training", ScalarType.Int64), List<long>("memory.validation", ScalarType.Int64));

    internal double[] MemberWeights => List<double>("member_weights", ScalarType.Float64);

    /// <summary>How many values there are of a network.</summary>
    internal long ValueCountOf(int network) =>
        file.Names.Where(name => name.StartsWith($"networks.{network}.", StringComparison.Ordinal)).Sum(name => file[name].numel());

    internal SafetensorsException Wrong(string problem) => new(
        $"{path} is not what a run of this config leaves: {problem}. Put the run's own config and checkpoint back, or begin a new run.");

    public void Dispose() => file.Dispose();

    private Network ReadNetwork(string prefix, NetworkStructure structure, Device device)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var network = Build(prefix, structure, device);
        try
        {
            foreach (var (name, value) in network.NamedState()) value.copy_(Finite(prefix + name, Saved(prefix + name, value)));
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private Network Build(string prefix, NetworkStructure structure, Device device)
    {
        using var generator = new Generator(0, CPU);
        try
        {
            return new Network(structure, device, generator);
        }
        catch (Exception fault) when (MemoryLimit.Explanation(fault) is null)
        {
            throw new SafetensorsException(
                $"{path}: there is no network of the structure of {prefix.TrimEnd('.')}: {fault.Message.Split('\n')[0]}", fault);
        }
    }

    private T[] List<T>(string name, ScalarType type) where T : unmanaged
    {
        var saved = Saved(name, type);
        return saved.dim() == 1
            ? saved.data<T>().ToArray()
            : throw new SafetensorsException($"{path}: tensor {name} has shape [{string.Join(", ", saved.shape)}], which should be a list");
    }

    private Tensor Saved(string name, Tensor like)
    {
        var saved = Saved(name, like.dtype);
        return saved.shape.SequenceEqual(like.shape)
            ? saved
            : throw new SafetensorsException(
                $"{path}: tensor {name} has shape [{string.Join(", ", saved.shape)}], the network needs [{string.Join(", ", like.shape)}]");
    }

    private Tensor Finite(string name, Tensor saved) => !saved.is_floating_point() || saved.isfinite().all().item<bool>()
        ? saved
        : throw new SafetensorsException($"{path}: tensor {name} holds a value that is not finite");

    private Tensor Found(string name) =>
        file.Names.Contains(name) ? file[name] : throw new SafetensorsException($"{path}: there is no tensor {name}");

    private Tensor Saved(string name, ScalarType type) =>
        Found(name).dtype == type
            ? file[name]
            : throw new SafetensorsException($"{path}: tensor {name} is of type {file[name].dtype}, which should be {type}");
}
