using System.Text.Json;
using Alma.Learning.Architectures;
using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>A checkpoint as it was read from disk: the state of the run, and what puts its learner back.</summary>
public sealed class SavedCheckpoint : IDisposable
{
    private readonly SafetensorsFile file;
    private readonly string path;

    private SavedCheckpoint(SafetensorsFile file, string path, ExperimentState state) => (this.file, this.path, State) = (file, path, state);

    /// <summary>The same, noted to stand in for one that was saved later.</summary>
    public SavedCheckpoint InsteadOf(string warning) => new(file, path, State) { Warning = warning };

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
            var state = JsonSerializer.Deserialize<ExperimentState>(file.Metadata[CheckpointFile.StateKey], json) ?? throw new JsonException("its state is null");
            return new SavedCheckpoint(file, path, state);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or NotSupportedException)
        {
            file.Dispose();
            throw new SafetensorsException($"{path} is no checkpoint of Alma: {fault.Message}", fault);
        }
    }

    /// <summary>Gives back the update that was under way, if one was. The checkpoint has to live until it has gone on.</summary>
    /// <exception cref="SafetensorsException">A tensor is missing when it is asked for.</exception>
    public void RestoreTo(UpdateJournal update)
    {
        if (State.Update is { } progress) update.Resume(progress.Record, name => Found(CheckpointContent.UpdatePrefix + name));
    }

    /// <summary>Gives a learner the networks and the replay memory that were saved.</summary>
    /// <exception cref="SafetensorsException">A tensor is missing or has another shape.</exception>
    public void RestoreTo(Learner learner, Device device)
    {
        var networks = State.Networks.Select((structure, k) => ReadNetwork($"networks.{k}.", structure, device)).ToArray();
        var remembered = new TrainingSplit(Saved("memory.training", ScalarType.Int64).data<long>().ToArray(), Saved("memory.validation", ScalarType.Int64).data<long>().ToArray());
        learner.Restore(new LearnerState(networks, remembered, Saved("member_weights", ScalarType.Float64).data<double>().ToArray()));
    }

    public void Dispose() => file.Dispose();

    private Network ReadNetwork(string prefix, NetworkStructure structure, Device device)
    {
        using var generator = new Generator(0, CPU);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var network = new Network(structure, device, generator);
        foreach (var (name, value) in network.NamedState())
        {
            var saved = Saved(prefix + name, value.dtype);
            if (!saved.shape.SequenceEqual(value.shape))
                throw new SafetensorsException($"{path}: tensor {prefix}{name} has shape [{string.Join(", ", saved.shape)}], the network needs [{string.Join(", ", value.shape)}]");
            value.copy_(saved);
        }
        return network;
    }

    private Tensor Found(string name) =>
        file.Names.Contains(name) ? file[name] : throw new SafetensorsException($"{path}: there is no tensor {name}");

    private Tensor Saved(string name, ScalarType type)
    {
        return Found(name).dtype == type ? file[name] : throw new SafetensorsException($"{path}: tensor {name} is of type {file[name].dtype}, which should be {type}");
    }
}
